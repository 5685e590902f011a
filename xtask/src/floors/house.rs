//! The table of floors and rooms: `floors.txt`.
//!
//! A line at the margin names a floor and ends in a colon; an indented line names rooms of it that do not know each
//! other. The page is the house as one draws it: what stands above may use what stands below.

use std::collections::HashMap;

/// The rooms, and how high each stands.
#[derive(Debug, Default)]
pub(crate) struct House {
    floors: Vec<String>,
    /// `floor/room`, with the number of its line.
    lines: HashMap<String, usize>,
}

impl House {
    /// Reads the table, and says what in it cannot be understood.
    pub(crate) fn read(table: &str) -> (House, Vec<String>) {
        let mut house = House::default();
        let mut wrong = Vec::new();
        for (number, line) in (1..).zip(table.lines()) {
            let words = line.split('#').next().unwrap_or_default();
            if words.trim().is_empty() {
                continue;
            }
            if words.starts_with(char::is_whitespace) {
                wrong.extend(house.add_rooms(number, words));
            } else if let Some(floor) = words.trim().strip_suffix(':') {
                house.floors.push(floor.to_owned());
            } else {
                wrong.push(format!("line {number}: `{}` is neither a floor nor indented", words.trim()));
            }
        }
        (house, wrong)
    }

    fn add_rooms(&mut self, number: usize, words: &str) -> Vec<String> {
        let Some(floor) = self.floors.last() else {
            return vec![format!("line {number}: rooms without a floor")];
        };
        let mut twice = Vec::new();
        for room in words.split_whitespace() {
            let room = format!("{floor}/{room}");
            if let Some(first) = self.lines.insert(room.clone(), number) {
                twice.push(format!("line {number}: `{room}` stands in line {first} already"));
            }
        }
        twice
    }

    /// What the table and the folders do not agree about.
    pub(crate) fn compare(&self, there: &[String]) -> Vec<String> {
        let unknown = there.iter().filter(|room| !self.lines.contains_key(*room));
        let mut gone: Vec<(&String, &usize)> =
            self.lines.iter().filter(|(room, _)| !there.contains(room)).collect();
        gone.sort_by_key(|(room, line)| (*line, *room));
        let unknown = unknown.map(|room| format!("`{room}` stands in no line"));
        unknown
            .chain(gone.into_iter().map(|(room, line)| format!("line {line}: there is no `{room}`")))
            .collect()
    }

    pub(crate) fn floors(&self) -> impl Iterator<Item = &str> {
        self.floors.iter().map(String::as_str)
    }

    pub(crate) fn is_floor(&self, name: Option<&String>) -> bool {
        name.is_some_and(|name| self.floors.contains(name))
    }

    pub(crate) fn rooms(&self) -> impl Iterator<Item = &str> {
        self.lines.keys().map(String::as_str)
    }

    /// The number of the room's line: the greater, the lower it stands.
    pub(crate) fn line(&self, room: &str) -> Option<usize> {
        self.lines.get(room).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_names_floors_and_their_rooms() {
        let (house, wrong) =
            House::read("# the house\nweb:\n    auth csrf  # in the hall\n\nbase:\n    text\n");

        assert!(wrong.is_empty(), "{wrong:?}");
        assert_eq!(house.floors().collect::<Vec<_>>(), ["web", "base"]);
        assert_eq!(house.line("web/csrf"), Some(3));
        assert_eq!(house.line("base/text"), Some(6));
        assert_eq!(house.line("base/csrf"), None);
    }

    #[test]
    fn every_fault_of_a_table_is_told() {
        let (_, wrong) = House::read("    text\nbase:\n    text urls text\nhall\n");

        assert_eq!(
            wrong,
            [
                "line 1: rooms without a floor",
                "line 3: `base/text` stands in line 3 already",
                "line 4: `hall` is neither a floor nor indented"
            ]
        );
    }

    #[test]
    fn the_table_has_the_rooms_that_are_there() {
        let (house, _) = House::read("base:\n    text urls\n");

        let wrong = house.compare(&["base/text".to_owned(), "base/json".to_owned()]);

        assert_eq!(wrong, ["`base/json` stands in no line", "line 2: there is no `base/urls`"]);
    }
}
