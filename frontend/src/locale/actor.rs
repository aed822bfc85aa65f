//! Who did something, as it is written down: an account or a purpose of the system, by id.

use super::Locale;

impl Locale {
    /// Whether somebody did it or the system; anything else stays as it came.
    pub fn actor(self, written: &str) -> String {
        let text = self.text.run();
        match written.split_once(':') {
            Some(("account", _)) => text.by_account.to_owned(),
            Some(("system", _)) => text.by_system.to_owned(),
            _ => written.to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::{Language, MoneyUnit};

    #[test]
    fn nobody_is_told_by_an_id() {
        let zh = Locale::new(Language::Chinese, MoneyUnit::Yuan);
        for (written, said) in
            [("account:1m6ys1mc3hb6t", "人工"), ("system:Run", "系统（命令或定时）"), ("demo", "demo")]
        {
            assert_eq!(zh.actor(written), said);
        }
    }
}
