//! What is said of a step, and what a thing is called: without blanks around it, of a stated longest length. Characters are counted, not
//! bytes: a Chinese text may be as long as an English one.

use crate::error::Refusal;

/// Most characters of what is said of a step, a cause, a problem, a result.
pub const MOST_WORDS: u32 = 4_000;
/// Most characters of a title, a name or a place: what stands on one line.
pub const MOST_TITLE: u32 = 200;

/// What was said of the step, or that it may not be taken without a word.
///
/// # Errors
/// [`Refusal::WordsMissing`] where nothing was said; [`Refusal::Length`] for more than [`MOST_WORDS`] characters.
pub fn spoken(field: &str, words: &str) -> Result<String, Refusal> {
    within(field, words, (1, MOST_WORDS))
}

/// What was said where nothing has to be said.
///
/// # Errors
/// [`Refusal::Length`] for more than [`MOST_WORDS`] characters.
pub fn remarked(field: &str, words: &str) -> Result<String, Refusal> {
    within(field, words, (0, MOST_WORDS))
}

/// What something is called, in one line.
///
/// # Errors
/// [`Refusal::WordsMissing`] for nothing; [`Refusal::Length`] for more than [`MOST_TITLE`] characters.
pub fn titled(field: &str, words: &str) -> Result<String, Refusal> {
    within(field, words, (1, MOST_TITLE))
}

/// Words of at least and at most so many characters.
///
/// # Errors
/// [`Refusal::WordsMissing`] for nothing where something is needed; [`Refusal::Length`] for too many characters.
pub fn within(field: &str, words: &str, (least, most): (u32, u32)) -> Result<String, Refusal> {
    let (field, words) = (field.to_owned(), words.trim());
    match u32::try_from(words.chars().count()).unwrap_or(u32::MAX) {
        0 if least > 0 => Err(Refusal::WordsMissing { field }),
        length if length > most => Err(Refusal::Length { field, least, most, length }),
        _ => Ok(words.to_owned()),
    }
}

/// What is said in kept words, or in some that are put together: too much is cut, and shows it, since nobody is there to shorten it.
#[must_use]
pub fn shortened(words: &str, most: u32) -> String {
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    match words.chars().nth(most) {
        None => words.to_owned(),
        Some(_) => words.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_a_longest_length_counted_in_characters() {
        type Check = fn(&str, &str) -> Result<String, Refusal>;
        let missing = || Refusal::WordsMissing { field: "words".to_owned() };
        let long = |least, most, length| Refusal::Length { field: "words".to_owned(), least, most, length };
        let cases: [(Check, usize, Option<Refusal>); 12] = [
            (spoken, 0, Some(missing())),
            (spoken, 1, None),
            (spoken, 4_000, None),
            (spoken, 4_001, Some(long(1, 4_000, 4_001))),
            (remarked, 0, None),
            (remarked, 4_000, None),
            (remarked, 4_001, Some(long(0, 4_000, 4_001))),
            (titled, 0, Some(missing())),
            (titled, 1, None),
            (titled, 200, None),
            (titled, 201, Some(long(1, 200, 201))),
            (titled, 40_000, Some(long(1, 200, 40_000))),
        ];
        for (check, length, refused) in cases {
            for letter in ["a", "长", "𠮷"] {
                let words = letter.repeat(length);
                // Blanks around it do not count.
                assert_eq!(check("words", &format!(" \n{words}　 ")).err(), refused, "{length} of {letter}");
                assert!(refused.is_some() || check("words", &words) == Ok(words));
            }
        }
    }

    #[test]
    fn the_refusal_names_the_field_the_limit_and_how_long_it_was() {
        let said = titled("title", &"长".repeat(205)).unwrap_err().to_string();
        assert_eq!(said, "title: 1 to 200 characters, not 205");
    }

    #[test]
    fn what_is_put_together_always_fits() {
        for (length, shown) in [(0, 0), (1, 1), (200, 200), (201, 200), (403, 200)] {
            let title = shortened(&"长".repeat(length), MOST_TITLE);
            assert_eq!((title.chars().count(), title.ends_with('…')), (shown, length > 200), "{length}");
            assert!(length == 0 || titled("title", &title).is_ok());
        }
        let words = shortened(&"长".repeat(8_002), MOST_WORDS);
        assert_eq!(spoken("words", &words), Ok(words));
    }
}
