//! `Sites`: ours and Django's, with the same settings and on one database.

use std::net::SocketAddr;

use vestibule_tests::{Browser, SiteProcess, django};

use crate::keeper;
use crate::stores::rows::{Row, Setup};

pub(super) struct Sites {
    ours: SiteProcess,
    django: SiteProcess,
    /// Where the tables are.
    setup: Setup,
}

impl Sites {
    /// Starts both, with these settings besides those of the session table.
    pub(super) fn start(settings: &[(&'static str, &str)]) -> Self {
        let mut setup = Row::named("db on SQLite").ready();
        setup.settings.extend(settings.iter().map(|(name, value)| (*name, (*value).to_owned())));
        // Ours is first, as it makes the table.
        Self::on(setup)
    }

    /// Starts both, with users in the tables of this database, and these settings besides.
    pub(super) fn with_users(database: &str, settings: &[(&'static str, &str)]) -> Self {
        let mut setup = Row::named(database).bare();
        setup.settings.push(("KEEPER_USERS", "tables".to_owned()));
        setup.settings.extend(settings.iter().map(|(name, value)| (*name, (*value).to_owned())));
        setup.migrate();
        Self::on(setup)
    }

    fn on(setup: Setup) -> Self {
        let (ours, django) = (keeper::serve(&setup.settings), django::serve(&setup.settings));
        Self { ours, django, setup }
    }

    /// Runs some Python in Django's site, and answers what it prints.
    pub(super) fn python(&self, code: &str) -> String {
        django::run(&self.setup.settings, code).trim().to_owned()
    }

    pub(super) fn ours(&self) -> SocketAddr {
        self.ours.address()
    }

    pub(super) fn django(&self) -> SocketAddr {
        self.django.address()
    }

    /// Does the check twice, each time with a browser that has been nowhere: from our site to Django's, and
    /// from Django's to ours.
    pub(super) fn both_ways(&self, check: impl Fn(&mut Browser, SocketAddr, SocketAddr)) {
        let (ours, django) = (self.ours(), self.django());
        println!("from ours to Django's");
        check(&mut Browser::new(), ours, django);
        println!("from Django's to ours");
        check(&mut Browser::new(), django, ours);
    }
}
