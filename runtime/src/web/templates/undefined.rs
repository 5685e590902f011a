//! What somebody meant who named a variable that is not there.

use minijinja::Value;
use vestibule_templates::suggest::nearest;

/// What is there of nearly the name in minijinja's message: "`article.titel` is undefined".
pub(super) fn meant(detail: &str, variables: &Value) -> Option<String> {
    let (before, _) = detail.split_once("` is undefined")?;
    let (_, path) = before.rsplit_once('`')?;
    let (mut value, mut known) = (variables.clone(), Vec::new());
    for name in path.split('.') {
        let next = value.get_attr(name).ok().filter(|next| !next.is_undefined());
        let Some(next) = next else {
            let names: Vec<String> = names(&value);
            known.push(nearest(name, names.iter().map(String::as_str))?);
            return Some(known.join("."));
        };
        value = next;
        known.push(name);
    }
    None
}

/// Those of a map's fields.
fn names(value: &Value) -> Vec<String> {
    let names = value.try_iter().into_iter().flatten();
    names.filter_map(|name| name.as_str().map(str::to_owned)).collect()
}
