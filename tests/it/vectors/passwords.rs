//! The groups `password_hash` and `password_odd`: what stands in password columns.

use serde::Deserialize;
use serde_json::Value;
use vestibule::Settings;
use vestibule::auth::passwords::{Checked, PasswordHasher, PasswordHashers, PasswordUpgrade};

use super::{Meta, expect_eq, fields};

/// Those of Django 5.2, but for the work that is done for nothing where a password is wrong.
fn settings(upgrade: PasswordUpgrade) -> Settings {
    let mut settings = Settings::default();
    settings.password_upgrade = upgrade;
    settings
}

async fn is_right(password: &str, encoded: &str) -> Result<bool, String> {
    let mut settings = settings(PasswordUpgrade::Never);
    settings.password_iterations = 1;
    let checked = settings.password_hashers().check(password, encoded).await;
    Ok(checked.map_err(|error| error.to_string())? == Checked::Right)
}

/// A hash is checked by making it once more, with the salt and the costs that it says, so that these cases are ours in
/// both directions.
pub(super) async fn password_hash(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        algorithm: String,
        password: String,
        salt: Option<String>,
        encoded: String,
        verify: bool,
        must_update: Option<bool>,
    }
    let case: Case = fields(case)?;

    expect_eq("the algorithm", case.encoded.split('$').next(), Some(&*case.algorithm))?;
    let has_salt = case.salt.is_none_or(|salt| case.algorithm == "argon2" || case.encoded.contains(&salt));
    expect_eq("whether the salt is in it", has_salt, true)?;
    expect_eq("whether it is right", is_right(&case.password, &case.encoded).await?, case.verify)?;
    if let Some(must_update) = case.must_update {
        let ours = settings(PasswordUpgrade::Exact).password_hashers().must_update(&case.encoded);
        expect_eq("whether it is hashed anew", ours, must_update)?;
    }
    Ok(())
}

/// What makes Django raise is no hash of any password here.
pub(super) async fn password_odd(_: &Meta, case: &Value) -> Result<(), String> {
    #[derive(Deserialize)]
    struct Case {
        password: String,
        encoded: String,
        usable: bool,
        verify: Option<bool>,
        error: Option<String>,
    }
    let case: Case = fields(case)?;

    expect_eq("whether it is usable", PasswordHashers::is_usable(&case.encoded), case.usable)?;
    let verify = case.verify.filter(|_| case.error.is_none()).unwrap_or(false);
    expect_eq("whether it is right", is_right(&case.password, &case.encoded).await?, verify)
}

/// What we write is what Django writes, down to the costs.
#[tokio::test]
async fn hashes_are_written_with_djangos_costs() {
    for (hasher, begin, length) in [
        (PasswordHasher::Pbkdf2Sha256, "pbkdf2_sha256$1000000$", 89),
        (PasswordHasher::Argon2, "argon2$argon2id$v=19$m=102400,t=2,p=8$", 112),
    ] {
        let mut settings = settings(PasswordUpgrade::Exact);
        settings.password_hasher = hasher;
        let hashers = settings.password_hashers();

        let encoded = hashers.make("pässwörd").await.unwrap();

        assert!(encoded.starts_with(begin), "{encoded}");
        assert_eq!(encoded.len(), length, "{encoded}");
        assert!(!hashers.must_update(&encoded));
        assert_eq!(hashers.check("pässwörd", &encoded).await.unwrap(), Checked::Right);
        assert_eq!(hashers.check("passwörd", &encoded).await.unwrap(), Checked::Wrong);
    }
}
