//! Numbers come back as they were, to the last bit: in bodies, in sessions, in signed objects.

use serde_json::Value;
use vestibule::clock::Clock;
use vestibule::http::Method;
use vestibule::prelude::*;
use vestibule::signing::{Keys, dumps, loads};
use vestibule::testing::{Client, TestResponse};
use vestibule_tests::TempDir;
use vestibule_tests::stores::Redis;

vestibule::app! { login: "/login/" }

#[view(POST, "/echo/", app = crate::exact_numbers::App, csrf_exempt)]
async fn echo(Json(floats): Json<Vec<f64>>) -> Json<Vec<f64>> {
    Json(floats)
}

#[view(POST, "/any/", app = crate::exact_numbers::App, csrf_exempt)]
async fn any(Json(value): Json<Value>) -> Json<Value> {
    Json(value)
}

#[view(POST, "/large/", app = crate::exact_numbers::App, csrf_exempt)]
async fn large(Json(number): Json<i128>) -> Json<i128> {
    Json(number)
}

#[view(POST, "/keep/", app = crate::exact_numbers::App, csrf_exempt)]
async fn keep(session: Session, Json(floats): Json<Vec<f64>>) -> Result<&'static str> {
    session.insert("any", serde_json::to_value(&floats)?)?;
    session.insert("floats", floats)?;
    Ok("kept")
}

#[view(GET, "/kept/{name}/", app = crate::exact_numbers::App)]
async fn kept(name: String, session: Session) -> Result<Json<Option<Vec<f64>>>> {
    Ok(Json(session.get(&name)?))
}

/// Floats of any 64 bits, of few digits and of many; the same ones each time.
fn floats(count: usize) -> Vec<f64> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut bits = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let odd = [0.0, -0.0, 5e-324, f64::MAX, f64::MIN_POSITIVE, 117.63331139400017, 1e16, 1e-5, 1e23];
    let mut random = || match bits() % 3 {
        0 => f64::from_bits(bits()),
        1 => (bits() % 1_000_000) as f64 / 8.0 * 10_f64.powi((bits() % 40) as i32 - 20),
        _ => (bits() >> 11) as f64 / (1_u64 << 44) as f64,
    };
    let random = std::iter::repeat_with(&mut random).filter(|float| float.is_finite());
    odd.into_iter().chain(random).take(count).collect()
}

fn bits(floats: &[f64]) -> Vec<u64> {
    floats.iter().map(|float| float.to_bits()).collect()
}

async fn post(client: &mut Client, path: &str, json: String) -> TestResponse {
    client.request(Method::POST, path, Some("application/json"), json).await
}

#[tokio::test]
async fn floats_of_a_body_come_back_to_the_last_bit() {
    let mut client = Client::new(App::build()).await.unwrap();
    let floats = floats(100_000);

    for path in ["/echo/", "/any/"] {
        let answer = post(&mut client, path, serde_json::to_string(&floats).unwrap()).await;

        assert_eq!(bits(&serde_json::from_str::<Vec<f64>>(&answer.text()).unwrap()), bits(&floats), "{path}");
    }
}

#[tokio::test]
async fn floats_of_a_session_come_back_to_the_last_bit() {
    let floats = floats(20_000);
    for (engine, redis) in [("db", false), ("file", false), ("cache", false), ("cache", true)] {
        let directory = TempDir::new();
        let (database, files) = (directory.sqlite(), directory.path().to_owned());
        let cache = if redis { Redis::shared().database() } else { "memory:".to_owned() };
        let site = App::build().settings(move |settings| {
            settings.session_engine = engine.parse().unwrap();
            settings.database_url = database;
            settings.session_file_path = Some(files);
            settings.cache_url = cache;
        });
        let mut client = Client::new(site).await.unwrap();

        let answer = post(&mut client, "/keep/", serde_json::to_string(&floats).unwrap()).await;

        assert_eq!(answer.text(), "kept", "{engine}");
        for name in ["floats", "any"] {
            let kept = client.get(&format!("/kept/{name}/")).await;
            assert_eq!(
                bits(&serde_json::from_str::<Vec<f64>>(&kept.text()).unwrap()),
                bits(&floats),
                "{engine}"
            );
        }
    }
}

#[test]
fn numbers_of_a_signed_object_come_back_as_they_were() {
    let (keys, now, floats) = (Keys::new("a key", [""; 0]), Clock::system().now(), floats(100_000));
    let integers = (u64::MAX, i64::MIN, u128::MAX, i128::MIN);

    let signed = dumps(&(&floats, integers), &keys, "salt", true, now).unwrap();
    let read: (Vec<f64>, (u64, i64, u128, i128)) = loads(&signed, &keys, "salt", None, now).unwrap();

    assert_eq!((bits(&read.0), read.1), (bits(&floats), integers));
    // Into any value what fits comes as it was, and what does not comes not at all.
    let [fits, does_not] = [integers.0.into(), integers.2].map(|number: u128| {
        let signed = dumps(&number, &keys, "salt", false, now).unwrap();
        loads::<Value>(&signed, &keys, "salt", None, now).ok()
    });
    assert_eq!((fits, does_not), (Some(integers.0.into()), None));
}

#[tokio::test]
async fn a_whole_number_is_what_it_is_or_refused() {
    let mut client = Client::new(App::build()).await.unwrap();

    for (path, number, status) in [
        ("/any/", "18446744073709551615", 200),
        ("/any/", "-9223372036854775808", 200),
        ("/any/", "18446744073709551616", 400),
        ("/any/", "-9223372036854775809", 400),
        ("/large/", "18446744073709551616", 200),
        ("/large/", "-170141183460469231731687303715884105728", 200),
        ("/large/", "170141183460469231731687303715884105728", 400),
    ] {
        let answer = post(&mut client, path, number.to_owned()).await;

        assert_eq!(answer.status(), status, "{path} {number}");
        if status == 200 {
            assert_eq!(answer.text(), number, "{path}");
        }
    }
}
