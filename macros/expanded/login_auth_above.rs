#[view(GET, "/home/")]
#[login_auth(permission = "blog.view_article")]
#[inline]
async fn home() -> Result {
    todo!()
}
