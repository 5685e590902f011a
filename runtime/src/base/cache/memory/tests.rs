//! What a cache in memory holds, and for how long.

use std::time::Duration;

use time::macros::datetime;

use super::*;

const NOW: Timestamp = datetime!(2026-01-02 03:04:05 UTC);

fn after(seconds: u64) -> Timestamp {
    NOW + Duration::from_secs(seconds)
}

fn item(expires_at: Timestamp) -> Item {
    Item { value: 1.into(), expires_at: Some(expires_at) }
}

fn put_at(cache: &Memory, key: &str, seconds: u64, now: Timestamp) -> bool {
    cache.add_entry(key.into(), Some(item(now + Duration::from_secs(seconds))), now).is_some()
}

fn put(cache: &Memory, key: &str, seconds: u64) -> bool {
    put_at(cache, key, seconds, NOW)
}

fn has(cache: &Memory, key: &str) -> bool {
    cache.get_entry(key.into(), NOW).is_some()
}

fn count(cache: &Memory) -> usize {
    let shards = cache.shards.iter().map(|shard| shard.lock().unwrap());
    shards
        .map(|shard| {
            assert_eq!(shard.slots.len(), shard.places.len());
            shard.slots.len()
        })
        .sum()
}

#[test]
fn there_are_never_more_entries_than_allowed() {
    for max_entries in [0, 1, 10, 2000] {
        let cache = Memory::new(max_entries);
        for number in 0..5000 {
            assert!(put(&cache, &number.to_string(), 60));
        }

        assert!(count(&cache) <= max_entries.max(1), "{max_entries}");
        assert!(has(&cache, "4999"), "{max_entries}");
    }
}

#[test]
fn a_key_is_the_same_wherever_it_is_cut() {
    let cache = Memory::new(10);
    let whole = ":1:django.contrib.sessions.cache63bbvvmx690z601yurx3gdqo5v2bg6cy";
    put(&cache, whole, 60);

    let long = "x".repeat(SHORT_KEY);
    let cut = |start: &'static str, rest: &str| {
        cache.get_entry(Key { start: start.as_bytes(), rest: rest.as_bytes() }, NOW)
    };
    put(&cache, &format!("{whole}{long}"), 60);
    assert!(cut(whole, &long).is_some());
    for at in 0..=whole.len() {
        let (start, rest) = whole.split_at(at);
        assert!(cut(start, rest).is_some(), "{at}");
    }
    assert!(cut(whole, "x").is_none());
}

#[test]
fn what_is_read_stays_while_a_flood_of_others_goes_through() {
    let cache = Memory::new(100);
    put(&cache, "read", 60);

    for number in 0..10_000 {
        put(&cache, &number.to_string(), 60);
        assert!(has(&cache, "read"));
    }
}

#[test]
fn entries_whose_time_is_over_are_not_there_and_leave_by_themselves() {
    let cache = Memory::new(1000);
    for number in 0..500 {
        put(&cache, &number.to_string(), 60);
    }

    assert!(cache.get_entry("0".into(), after(60)).is_none());
    assert!(matches!(cache.delete_entry("1".into(), None, after(60)), Swap::Gone));
    assert!(put_at(&cache, "2", 60, after(60)));
    for number in 0..500 {
        put_at(&cache, &format!("new {number}"), 60, after(60));
    }

    assert_eq!(count(&cache), 501);
}

#[test]
fn an_entry_whose_time_is_over_when_it_comes_is_not_kept() {
    let cache = Memory::new(10);

    assert!(put(&cache, "a", 0));
    assert!(put(&cache, "b", 60) && put(&cache, "c", 60) && put(&cache, "d", 60));
    assert!(matches!(cache.replace_entry("b".into(), item(NOW), None, NOW), Swap::Done(_)));
    cache.put_entry("c".into(), Some(item(NOW)), NOW);
    assert!(cache.touch_entry("d".into(), Some(NOW), NOW));

    assert_eq!(count(&cache), 0);
}

#[test]
fn what_has_no_end_stays() {
    let cache = Memory::new(10);

    cache.put_entry("a".into(), Some(Item { value: 1.into(), expires_at: None }), NOW);
    put(&cache, "b", 60);
    assert!(cache.touch_entry("b".into(), None, NOW));

    let later = after(10 * 365 * 24 * 60 * 60);
    assert!(cache.get_entry("a".into(), later).is_some() && cache.get_entry("b".into(), later).is_some());
}

#[test]
fn removing_leaves_the_others_where_they_are_found() {
    let cache = Memory::new(10);
    for key in ["a", "b", "c", "d"] {
        put(&cache, key, 60);
    }

    assert!(matches!(cache.delete_entry("b".into(), None, NOW), Swap::Done(())));
    assert!(matches!(cache.delete_entry("d".into(), None, NOW), Swap::Done(())));

    assert!(has(&cache, "a") && has(&cache, "c"));
    assert!(!has(&cache, "b") && !has(&cache, "d"));
    assert_eq!(count(&cache), 2);
}

#[test]
fn a_hold_is_replaced_by_whoever_put_it_and_by_nobody_after_it_is_gone() {
    let cache = Memory::new(10);
    let replace = |hold| cache.replace_entry("k".into(), item(after(60)), Some(hold), NOW);

    let hold = cache.add_entry("k".into(), None, NOW).unwrap();
    assert!(cache.get_entry("k".into(), NOW).unwrap().value.is_none());
    let other = cache.put_entry("k".into(), None, NOW);
    assert!(matches!(replace(&hold), Swap::Changed(_)));
    cache.delete_entry("k".into(), None, NOW);
    assert!(matches!(replace(&other), Swap::Gone));
    let last = cache.put_entry("k".into(), None, NOW);
    assert!(matches!(replace(&last), Swap::Done(_)));

    assert!(cache.get_entry("k".into(), NOW).unwrap().value.is_some());
}
