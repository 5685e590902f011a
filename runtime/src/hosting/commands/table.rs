//! Columns of text, each as wide as its widest cell; the last is as long as it is.

/// Lines of the rows, without spaces at their ends.
pub(super) fn aligned<const N: usize>(rows: &[[String; N]]) -> String {
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default();
    let widths: [usize; N] = std::array::from_fn(width);
    let mut text = String::new();
    for row in rows {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(widths) {
            // A column that is empty in every row is none.
            if width > 0 {
                line.push_str(&format!("{cell:<width$}  "));
            }
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_they_must_be() {
        let row = |cells: [&str; 4]| cells.map(str::to_owned);

        let text = aligned(&[row(["é", "", "b", "c"]), row(["aaa", "", "", "ccc"])]);

        assert_eq!(text, "é    b  c\naaa     ccc\n");
    }
}
