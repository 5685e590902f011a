//! `Sites`: ours and Django's, with the same settings and on one session table.

use std::net::SocketAddr;

use vestibule_tests::{Browser, SiteProcess, django};

use crate::keeper;
use crate::stores::rows::{Row, Setup};

pub(super) struct Sites {
    ours: SiteProcess,
    django: SiteProcess,
    /// Where the table is.
    _setup: Setup,
}

impl Sites {
    /// Starts both, with these settings besides those of the session table.
    pub(super) fn start(settings: &[(&'static str, &str)]) -> Self {
        let mut setup = Row::named("db on SQLite").ready();
        setup.settings.extend(settings.iter().map(|(name, value)| (*name, (*value).to_owned())));
        // Ours is first, as it makes the table.
        let (ours, django) = (keeper::serve(&setup.settings), django::serve(&setup.settings));
        Self { ours, django, _setup: setup }
    }

    /// Does the check twice, each time with a browser that has been nowhere: from our site to Django's, and
    /// from Django's to ours.
    pub(super) fn both_ways(&self, check: impl Fn(&mut Browser, SocketAddr, SocketAddr)) {
        let (ours, django) = (self.ours.address(), self.django.address());
        println!("from ours to Django's");
        check(&mut Browser::new(), ours, django);
        println!("from Django's to ours");
        check(&mut Browser::new(), django, ours);
    }
}
