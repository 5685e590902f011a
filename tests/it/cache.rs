//! What applications keep in a cache: in memory, in Redis, and beside Django.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use vestibule::cache::{Cache, CacheError, CacheSettings};
use vestibule::clock::Clock;
use vestibule_tests::django;
use vestibule_tests::stores::Redis;

const MINUTE: Duration = Duration::from_secs(60);

#[derive(Debug, PartialEq, Serialize, Deserialize)]
struct Article {
    title: String,
    tags: Vec<String>,
    score: f64,
    parent: Option<u32>,
}

fn article() -> Article {
    let tags = vec!["cats".to_owned(), "café 😀".to_owned()];
    Article { title: "Sleep".to_owned(), tags, score: 0.1, parent: None }
}

/// A cache at an address, and the clock it goes by.
fn open(url: &str, clock: &Clock) -> Cache {
    let mut settings = CacheSettings::default();
    settings.url = url.to_owned();
    Cache::open(&settings, clock).unwrap()
}

/// One in memory and one in Redis, both empty.
fn both() -> [Cache; 2] {
    ["memory:".to_owned(), Redis::shared().database()].map(|url| open(&url, &Clock::system()))
}

#[tokio::test]
async fn what_is_set_is_read_back_until_it_is_deleted() {
    for cache in both() {
        assert_eq!(cache.get::<Article>("a").await.unwrap(), None);
        cache.set("a", &article(), MINUTE).await.unwrap();
        cache.set("b", "text", None).await.unwrap();

        assert_eq!(cache.get("a").await.unwrap(), Some(article()));
        assert_eq!(cache.get("b").await.unwrap(), Some("text".to_owned()));
        let all: Vec<Option<serde_json::Value>> = cache.get_many(["b", "none", "a"]).await.unwrap();
        assert_eq!(all, [Some("text".into()), None, Some(serde_json::to_value(article()).unwrap())]);
        assert!(cache.contains("a").await.unwrap());
        assert!(cache.delete("a").await.unwrap() && !cache.delete("a").await.unwrap());
        assert!(!cache.contains("a").await.unwrap());
    }
}

#[tokio::test]
async fn add_keeps_what_is_there() {
    for cache in both() {
        assert!(cache.add("a", &1, MINUTE).await.unwrap());
        assert!(!cache.add("a", &2, MINUTE).await.unwrap());

        assert_eq!(cache.get("a").await.unwrap(), Some(1));
    }
}

#[tokio::test]
async fn numbers_are_counted_up_and_down() {
    for cache in both() {
        assert_eq!(cache.incr("n", 1).await.unwrap(), None);
        cache.set("n", &5, MINUTE).await.unwrap();

        assert_eq!(cache.incr("n", 10).await.unwrap(), Some(15));
        assert_eq!(cache.decr("n", 20).await.unwrap(), Some(-5));
        assert_eq!(cache.get("n").await.unwrap(), Some(-5));

        cache.set("n", &i64::MAX, None).await.unwrap();
        cache.set("text", "12a", None).await.unwrap();
        assert!(matches!(cache.incr("n", 1).await, Err(CacheError::Value(_))));
        assert!(matches!(cache.incr("text", 1).await, Err(CacheError::Value(_))));
        assert!(matches!(cache.decr("n", i64::MIN).await, Err(CacheError::Value(_))));
        assert_eq!(cache.get("n").await.unwrap(), Some(i64::MAX));
    }
}

#[tokio::test]
async fn counting_at_once_loses_nothing() {
    for cache in both() {
        cache.set("n", &0, MINUTE).await.unwrap();
        let counts = (0..50).map(|_| {
            let cache = cache.clone();
            tokio::spawn(async move { cache.incr("n", 1).await.unwrap() })
        });

        for count in counts.collect::<Vec<_>>() {
            count.await.unwrap();
        }

        assert_eq!(cache.get("n").await.unwrap(), Some(50));
    }
}

#[tokio::test]
async fn a_value_of_another_type_is_an_error_and_null_is_nothing() {
    for cache in both() {
        cache.set("a", "text", MINUTE).await.unwrap();
        cache.set("none", &None::<u32>, MINUTE).await.unwrap();

        assert!(matches!(cache.get::<u32>("a").await, Err(CacheError::Value(_))));
        assert_eq!(cache.get::<u32>("none").await.unwrap(), None);
        let lists_as_keys = BTreeMap::from([(vec![1], 1)]);
        assert!(matches!(cache.set("b", &lists_as_keys, None).await, Err(CacheError::Value(_))));
    }
}

#[tokio::test]
async fn a_lifetime_of_nothing_removes() {
    for cache in both() {
        cache.set("a", &1, MINUTE).await.unwrap();
        cache.set("a", &2, Duration::ZERO).await.unwrap();
        assert!(!cache.contains("a").await.unwrap());

        cache.set("b", &1, MINUTE).await.unwrap();
        assert!(cache.touch("b", Duration::ZERO).await.unwrap());
        assert!(!cache.contains("b").await.unwrap() && !cache.touch("b", MINUTE).await.unwrap());
    }
}

/// Memory goes by our clock, Redis by its own, which the test moves.
#[tokio::test]
async fn entries_end_with_their_lifetime_and_are_kept_by_another() {
    let clock = Clock::fixed(Clock::system().now());
    let redis = Redis::start();
    for memory in [true, false] {
        let url = if memory { "memory:".to_owned() } else { redis.database() };
        let cache = open(&url, &clock);
        for key in ["short", "longer", "endless", "counted"] {
            cache.set(key, &1, MINUTE).await.unwrap();
        }
        cache.set("ever", &1, None).await.unwrap();
        assert!(cache.touch("longer", MINUTE * 3).await.unwrap());
        assert!(cache.touch("endless", None).await.unwrap());
        cache.incr("counted", 1).await.unwrap();

        match memory {
            true => clock.set(clock.now() + MINUTE),
            false => redis.pass(&url, MINUTE),
        }

        let left: Vec<Option<u32>> =
            cache.get_many(["short", "counted", "longer", "endless", "ever"]).await.unwrap();
        assert_eq!(left, [None, None, Some(1), Some(1), Some(1)], "{url}");
    }
}

#[tokio::test]
async fn clearing_leaves_what_others_keep_in_the_same_redis() {
    let url = Redis::shared().database();
    let mut settings = CacheSettings::default();
    settings.url = url.clone();
    settings.key_prefix = "other".to_owned();
    let (cache, other) = (open(&url, &Clock::system()), Cache::open(&settings, &Clock::system()).unwrap());
    cache.set("a", &1, None).await.unwrap();
    other.set("a", &2, None).await.unwrap();

    cache.clear().await.unwrap();

    assert_eq!((cache.get("a").await.unwrap(), other.get("a").await.unwrap()), (None::<u32>, Some(2)));
}

#[tokio::test]
async fn a_redis_that_is_away_is_unavailable() {
    let redis = Redis::start();
    let cache = open(&redis.database(), &Clock::system());
    drop(redis);

    assert!(matches!(cache.get::<u32>("a").await, Err(CacheError::Unavailable(_))));
    assert!(matches!(cache.set("a", &1, None).await, Err(CacheError::Unavailable(_))));
}

#[tokio::test]
async fn django_and_we_read_what_the_other_keeps() {
    let url = Redis::shared().database();
    let settings = [("VESTIBULE_CACHE_URL", url.clone())];
    let cache = open(&url, &Clock::system());
    cache.set("ours", &article(), MINUTE).await.unwrap();
    cache.set("number", &41, None).await.unwrap();
    cache.set("yes", &true, MINUTE).await.unwrap();

    let said = django::run(
        &settings,
        "from django.core.cache import cache; \
         print(cache.get('ours'), cache.incr('number'), cache.get('yes')); \
         cache.set('theirs', {'title': 'Sleep', 'tags': ('cats', 'café 😀'), 'score': 0.1, 'parent': None}); \
         cache.set('count', 7); cache.set('none', None); cache.set('text', 'é')",
    );

    assert_eq!(
        said.trim(),
        "{'title': 'Sleep', 'tags': ['cats', 'café 😀'], 'score': 0.1, 'parent': None} 42 True"
    );
    assert_eq!(cache.get("number").await.unwrap(), Some(42));
    assert_eq!(cache.get("theirs").await.unwrap(), Some(article()));
    assert_eq!(cache.incr("count", 1).await.unwrap(), Some(8));
    assert_eq!(cache.get::<u32>("none").await.unwrap(), None);
    assert_eq!(cache.get("text").await.unwrap(), Some("é".to_owned()));
}
