//! `Valid`: rules of what programs send.

use serde::Deserialize;
use serde_json::json;
use vestibule::prelude::*;
use vestibule::testing::Client;
use vestibule::validator::Validate;

use super::App as Forms;

#[derive(Debug, Deserialize, Validate)]
#[validate(crate = "vestibule::validator")]
#[serde(rename_all = "camelCase")]
struct Order {
    #[validate(length(max = 3))]
    by_whom: String,
    #[validate(nested)]
    #[serde(default)]
    order_lines: Vec<Line>,
}

#[derive(Debug, Deserialize, Validate)]
#[validate(crate = "vestibule::validator")]
#[serde(rename_all = "kebab-case")]
struct Line {
    #[validate(range(min = 1))]
    how_many: u32,
}

#[view(POST, "/valid/json/", app = crate::forms::App)]
async fn json_order(Valid(Json(order)): Valid<Json<Order>>) -> String {
    order.by_whom
}

#[view(POST, "/valid/form/", app = crate::forms::App)]
async fn form_order(Valid(Form(order)): Valid<Form<Order>>) -> String {
    order.by_whom
}

#[view(GET, "/valid/query/", app = crate::forms::App)]
async fn query_order(order: Result<Valid<Query<Order>>>) -> String {
    order.map_or_else(|error| error.to_string(), |Valid(Query(order))| order.by_whom)
}

async fn client() -> Client {
    let mut client = Client::new(Forms::build()).await.unwrap();
    client.headers_mut().insert("accept", "application/json".parse().unwrap());
    client
}

#[tokio::test]
async fn every_broken_rule_is_pointed_to_by_the_name_that_was_sent() {
    let mut client = client().await;
    let body = json!({ "byWhom": "Grace", "orderLines": [{ "how-many": 1 }, { "how-many": 0 }] });

    let answer = client.post_json("/valid/json/", &body).await;

    assert_eq!(answer.status(), 400);
    assert_eq!(
        answer.json()["errors"],
        json!([
            { "pointer": "#/byWhom", "detail": "Ensure this value has at most 3 characters (it has 5)." },
            { "pointer": "#/orderLines/1/how-many", "detail": "Ensure this value is greater than or equal to 1." },
        ])
    );
}

#[tokio::test]
async fn forms_and_queries_have_rules_as_well() {
    let mut client = client().await;

    let answer = client.post("/valid/form/", &[("byWhom", "Grace")]).await;
    assert_eq!(answer.status(), 400);
    assert_eq!(answer.json()["errors"][0]["pointer"], "#/byWhom");
    assert_eq!(client.post("/valid/form/", &[("byWhom", "Ada")]).await.text(), "Ada");

    let error = client.get("/valid/query/?byWhom=Grace").await.text().to_owned();
    assert_eq!(error, "the query breaks a rule: byWhom", "the log has the place and not the value");
}
