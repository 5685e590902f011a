//! `Me`: who is logged in, with what the application itself knows of them.
//!
//! What an application adds to a user stands in a table of its own, a row for each user with the user's id (in Django a
//! `OneToOneField`), and [`Profile`] says how it is read. The other way, a `User<P>` with columns of the application's,
//! would put a type parameter on everything that has to do with users: on backends, guards and templates, and on the
//! applications that are included, which cannot know it. And the table of users would no longer be Django's.

use crate::base::error::Error;
use crate::web::request::Request;
use crate::web::users::User;

/// What an application knows of its users, beside what every application does. [`Me`] gives it to views.
pub trait Profile: Clone + Send + Sync + 'static {
    /// Reads the profile of this user, once per request. Who has none yet gets the one that this makes.
    ///
    /// # Errors
    ///
    /// Whatever keeps it from being read; it is the answer of the view that asks.
    fn of(user: &User, request: &mut Request) -> impl Future<Output = Result<Self, Error>> + Send;
}

/// Who is logged in, and what the application knows of them: an argument of views that wants what `User` wants.
///
/// A stranger gets what a view gets that takes a [`User`]: 403, or `None` where it is an `Option<Me<…>>`, or the login
/// page where `#[login_auth]` stands above the view.
///
/// ```
/// # use vestibule::prelude::*;
/// # use vestibule::testing::Client;
/// # vestibule::app! { login: login }
/// use std::collections::HashMap;
/// use std::sync::Arc;
/// use vestibule::auth::{self, FixedUsers, Profile};
///
/// #[derive(Clone)]
/// struct Customer { points: u32 }
///
/// type Me = auth::Me<Customer>;
///
/// /// Stands for a table `shop_customer` with the columns `user_id` and `points`.
/// type Points = Arc<HashMap<String, u32>>;
///
/// impl Profile for Customer {
///     async fn of(user: &User, request: &mut Request) -> Result<Self> {
///         let table = request.state::<Points>().ok_or_else(|| Error::internal("no table"))?;
///         Ok(Self { points: table.get(user.id()).copied().unwrap_or_default() })
///     }
/// }
///
/// #[view(GET, "/")]
/// #[login_auth]
/// async fn index(me: Me) -> String {
///     format!("{} has {} points", me.user, me.profile.points)
/// }
///
/// # #[view(POST, "/login/")] async fn login(request: &mut Request, Form(form): Form<auth::Credentials>) -> Result {
/// #     if let Some(user) = auth::authenticate(request, &form).await? { auth::login(request, user).await?; }
/// #     redirect(index::url())
/// # }
/// # fn main() -> Result<(), Error> { vestibule::server::run(1, async {
/// let points: Points = Arc::new([("1".to_owned(), 12)].into());
/// let mut client = Client::new(App::build().users(FixedUsers::new([("gary", "123")])).state(points)).await?;
/// assert_eq!(client.get("/").await.location(), Some("/login/?next=/"));
///
/// client.post("/login/", &[("username", "gary"), ("password", "123")]).await;
/// assert_eq!(client.get("/").await.text(), "gary has 12 points");
/// # Ok(()) })? }
/// ```
#[derive(Clone, Debug)]
pub struct Me<P> {
    /// Who is logged in.
    pub user: User,
    /// What the application knows of them.
    pub profile: P,
}

impl<P: Profile> Me<P> {
    /// Reads it, unless that was done in this request already; `None` for a stranger.
    ///
    /// # Errors
    ///
    /// Those of the user and of the profile.
    pub async fn of(request: &mut Request) -> Result<Option<Self>, Error> {
        let Some(user) = request.user().await? else { return Ok(None) };
        if let Some(me) = request.extensions().get::<Self>().filter(|me| me.user == user) {
            return Ok(Some(me.clone()));
        }
        let profile = P::of(&user, request).await?;
        let me = Self { user, profile };
        request.extensions_mut().insert(me.clone());
        Ok(Some(me))
    }
}
