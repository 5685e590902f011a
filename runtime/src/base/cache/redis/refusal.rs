//! What a failed call means: whether it helps to come back later.

use ::redis::{ErrorKind, RedisError};

use crate::base::cache::CacheError;

/// What a failed call means. Of Redis's own words only the first goes on: the others may quote keys.
pub(super) fn refusal(error: &RedisError) -> CacheError {
    match error.kind() {
        ErrorKind::Io => CacheError::Unavailable("the connection to Redis was lost".into()),
        ErrorKind::Parse => {
            CacheError::Unavailable("Redis answered with something else than its protocol".into())
        }
        ErrorKind::AuthenticationFailed => {
            CacheError::Failed("Redis does not accept the user or password in its address".into())
        }
        _ => {
            let code = code(error);
            let message = format!("Redis answered with {code}").into();
            match code {
                "LOADING" | "READONLY" | "CLUSTERDOWN" | "MASTERDOWN" | "TRYAGAIN" | "BUSY"
                | "NOREPLICAS" | MANY_CLIENTS => CacheError::Unavailable(message),
                _ => CacheError::Failed(message),
            }
        }
    }
}

/// An `ERR` that has no code of its own.
const MANY_CLIENTS: &str = "max number of clients reached";

/// Redis's word for what is wrong. Before version 7, what a script ran into stands behind an `ERR`.
fn code(error: &RedisError) -> &str {
    const BEHIND: [&str; 5] = ["READONLY", "OOM", "MISCONF", "NOREPLICAS", "LOADING"];
    match (error.code(), error.detail()) {
        (Some("ERR"), Some(detail)) if detail.contains(MANY_CLIENTS) => MANY_CLIENTS,
        (Some("ERR"), Some(detail)) => {
            let behind = BEHIND.into_iter().find(|code| detail.contains(&format!("-{code} ")));
            behind.unwrap_or("ERR")
        }
        (code, _) => code.unwrap_or("an error without a code"),
    }
}

#[cfg(test)]
mod tests {
    use ::redis::parse_redis_value;

    use super::*;

    /// What becomes of an answer.
    fn refused(answer: &str) -> CacheError {
        let value = parse_redis_value(format!("-{answer}\r\n").as_bytes()).unwrap();
        refusal(&value.extract_error().unwrap_err())
    }

    #[test]
    fn what_passes_is_unavailable_and_what_stays_has_failed() {
        for answer in [
            "LOADING Redis is loading the dataset in memory",
            "READONLY You can't write against a read only replica.",
            "CLUSTERDOWN The cluster is down",
            "MASTERDOWN Link with MASTER is down",
            "BUSY Redis is busy running a script.",
            "NOREPLICAS Not enough good replicas to write.",
            "ERR max number of clients reached",
            "ERR Error running script (call to f_0): @user_script:1: -READONLY You can't write",
        ] {
            assert!(matches!(refused(answer), CacheError::Unavailable(_)), "{answer}");
        }
        for answer in [
            "OOM command not allowed when used memory > 'maxmemory'.",
            "MISCONF Redis is configured to save RDB snapshots, but it's unable to persist to disk.",
            "NOPERM this user has no permissions",
            "NOAUTH Authentication required.",
            "ERR Error running script (call to f_0): @user_script:1: -OOM command not allowed",
            "ERR DB index is out of range",
        ] {
            assert!(matches!(refused(answer), CacheError::Failed(_)), "{answer}");
        }
    }

    #[test]
    fn what_redis_quotes_goes_no_further() {
        let error = refused("ERR unknown command 'EVAL', with args beginning with: 'sessionkey'");

        assert!(!format!("{error} {error:?}").contains("sessionkey"));
    }
}
