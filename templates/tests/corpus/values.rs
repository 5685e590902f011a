//! What the pages are given.

use minijinja::{Value, context};

/// All that the pages of a project are given.
pub(crate) fn all(page: &str) -> Value {
    match page.split('/').next() {
        Some("blog") => blog(),
        Some("shop") => shop(),
        Some("office") => office(),
        Some("accounts") => accounts(),
        Some("mails") => mails(),
        _ => status(),
    }
}

fn user() -> Value {
    context! {
        id => 1, username => "ada", first_name => "Ada", get_full_name => "Ada Lovelace",
        is_authenticated => true, is_staff => true, has_usable_password => true,
    }
}

fn form() -> Value {
    context! { errors => context! { text => ["too short"] }, values => context! { text => "a" } }
}

fn blog() -> Value {
    let author = context! { id => 1, name => "Ada", slug => "ada", picture => none() };
    let tag = |name: &str| context! { name, slug => name, weight => 2, count => 3 };
    let reply = context! {
        id => 2, author => author.clone(), written => "2026-01-02", text => "Yes.", replies => Vec::<Value>::new(),
    };
    let comment = context! { id => 1, author => author.clone(), written => "2026-01-01", text => "So?", replies => [reply.clone()] };
    let article = |title: &str, is_featured: bool| {
        context! {
            id => 1, title, slug => "a", body => "<p>Text</p>", is_featured, author => author.clone(), summary => "Short",
            picture => "/a.png", changed => "2026-02-01", published => context! { year => 2026 },
            tags => [tag("rust"), tag("web")], comments => [comment.clone()],
        }
    };
    context! {
        site => context! {
            name => "Notes", owner => "Ada", address => "https://a.example", description => "About things",
            menu => [context! { href => "/", label => "Home" }],
        },
        request => context! { path => "/", build_absolute_uri => "https://a.example/" },
        user => user(),
        perms => context! { blog => context! { change_article => true } },
        messages => [context! { tags => "success" }],
        csrf_input => "<input>", csp_nonce => "n", form => form(),
        articles => [article("One", true), article("Two", false)], article => article("One", true),
        page => context! { number => 2, count => 9 },
        tags => [tag("rust")], related => [context! { href => "/b", title => "Other" }],
        months => context! { January => [context! { slug => "a", title => "One" }] },
        year => 2026, previous => 2025, next => 2027, suggestions => ["/a"],
        query => "so", scope => "title",
        results => [context! { href => "/a", title => "One", excerpt => "so so", score => 0.5 }],
    }
}

fn shop() -> Value {
    let image = context! { small => "/s.png", large => "/l.png", text => "A chair" };
    let leaf = context! { slug => "chairs", name => "Chairs", children => Vec::<Value>::new() };
    let node = context! { slug => "all", name => "All", children => [leaf.clone()] };
    let category = context! { slug => "chairs", name => "Chairs", path => [node.clone()] };
    let review =
        context! { rating => 4, author => "Ada", date => "2026-01-01", text => "Good", answer => "Thanks" };
    let product = context! {
        slug => "chair", name => "Chair", text => "<b>Sit</b>", price => 1999, old_price => 2999, stock => 3,
        rating => 4, images => [image.clone()], reviews => [review.clone()], category => category.clone(),
        options => [context! {
            id => 1, name => "Color", values => [context! { id => 1, label => "Red", in_stock => true }],
        }],
        details => context! { width => "40 cm" },
    };
    let line = context! {
        id => 1, count => 2, total => 3998, tax => 19, product => product.clone(),
        options => [context! { name => "Color", value => "Red" }],
    };
    let address = context! { name => "Ada", street => "One Street", zip => "1", city => "London" };
    context! {
        shop => context! {
            name => "Seats", claim => "Sit well", currency => "EUR",
            footer => [context! { title => "Help", links => [context! { href => "/h", text => "Help" }] }],
        },
        request => context! { GET => context! { q => "x" } },
        cart => context! {
            total => 3998, lines => [line.clone()], discounts => [context! { code => "TEN", amount => 100 }],
        },
        order => context! {
            number => 7, placed => "2026-01-01", due => "2026-02-01", lines => [line.clone()], total => 3998, paid => 0,
            currency => "EUR", address => address.clone(), note => "Ring twice",
        },
        company => context! { name => "Seats", street => "One Street", city => "London", tax_number => "1" },
        csrf_input => "<input>", form => form(), product => product.clone(), products => [product.clone()], suggestions => [product.clone()],
        category => category.clone(), tree => [node.clone()], description => "Chairs", data => context! { id => 1 },
        filters => [context! {
            name => "color", label => "Color", chosen => ["red"],
            choices => [context! { value => "red", label => "Red", count => 2 }],
        }],
        step => 3, steps => ["Address", "Method", "Sum"], countries => [("gb", "Britain")], shipping => 500,
        methods => [context! { key => "card", label => "Card", fee => 0 }], address => address.clone(), margin => "1cm",
    }
}

fn office() -> Value {
    let field = context! {
        id => "id_a", name => "a", label => "A", value => 1, widget => "select", errors => ["no"], help => "Help",
        groups => [("", [context! { value => 1, label => "One" }])],
    };
    let leaf = context! { kind => "Note", label => "A", href => "/a", children => Vec::<Value>::new() };
    let node = context! { kind => "Book", label => "B", href => "/b", children => [leaf.clone()] };
    let entry = context! {
        day => "Monday", time => "10:00", user => user(), action => 1, href => "/a", object => "A", model => "Note",
        changes => [context! { field => "title", old => none(), new => "A" }],
    };
    context! {
        office => context! { title => "Office" }, user => user(), csrf_input => "<input>",
        messages => [context! { level_tag => "success", message => "Saved" }],
        crumbs => [context! { href => "/", label => "Home" }], heading => "Notes", hint => "Look",
        request => context! { path => "/" }, may => context! { delete => true },
        applications => [context! {
            label => "notes", name => "Notes",
            models => [context! { name => "Note", href => "/n/", may_view => true, may_add => true, count => 7 }],
        }],
        log => [entry.clone()], entries => [entry.clone()], model => context! { name => "Note", label => "note" },
        add_href => "/n/add/", search => "x", actions => [("delete", "Delete")],
        filters => [context! {
            title => "By state", choices => [context! { selected => true, query => "?s=1", display => "Open" }],
        }],
        columns => [context! {
            label => "title", kind => "text", sorted => true, descending => false, sortable => true, query => "1",
        }],
        rows => [context! { id => 1, href => "/n/1/", is_hidden => false, cells => ["A"] }],
        page => context! { number => 1, count => 2, total => 30 },
        object => context! { id => 1, label => "A" },
        form => context! {
            has_files => false, errors => ["a"],
            fieldsets => [context! { title => "All", classes => ["wide"], lines => [[field.clone()]] }],
            inlines => [context! { title => "Notes", forms => [context! { id => 1, fields => [field.clone()] }] }],
        },
        protected => [node.clone()], nested => [node.clone()],
    }
}

fn accounts() -> Value {
    context! {
        csrf_input => "<input>", form => form(), next => "/", user => user(), tab => "devices", rules => ["Long"],
        providers => [context! { name => "git", label => "Git" }], countries => [("gb", "Britain")],
        devices => [context! { id => 1, name => "", seen => "2026-01-01", is_this => false }],
        invitation => context! { by => context! { name => "Ada" }, note => "Come!", code => "x" },
    }
}

fn mails() -> Value {
    let item = context! { href => "/a", title => "One", text => "Text" };
    context! {
        brand => context! { name => "Notes", logo => "/l.png", color => "#123" }, unsubscribe => "/u",
        person => context! { name => "Ada" }, hours => 24, confirm_link => "/c",
        tips => [context! { title => "One", text => "Do it" }],
        groups => [context! { title => "New", items => [item.clone(), item.clone(), item.clone(), item.clone(), item.clone(), item.clone()] }],
        since => "2026-01-01", all_link => "/all", frequency => "daily", user => user(), site_name => "Notes",
        protocol => "https", domain => "a.example", uid => "1", token => "t", days => 3,
    }
}

fn status() -> Value {
    let check = context! { state => "up", time => "10:00" };
    let service = context! { name => "web", kind => "http", latency => 12, is_up => true, checks => [check.clone(), check.clone()] };
    let update = context! { state => "open", text => "We look" };
    context! {
        team => context! { name => "Core" }, limit => 100, refresh => 60, service => service.clone(), services => [service.clone()],
        totals => context! { requests => 100, failed => 1, memory => 4096 }, trends => context! { requests => 1.5 },
        series => [1, 2], sitemap => "/sitemap.xml", closed => ["/office/"],
        incidents => [context! { id => 1, title => "Slow", is_over => false, updates => [update.clone(), update.clone()] }],
    }
}

fn none() -> Value {
    Value::from(())
}
