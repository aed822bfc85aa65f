//! Text into tokens. Full-width signs of Chinese keyboards are taken for the half-width ones.

use super::Exact;
use super::expression::Operator;
use super::parser::{Expected, Limit, ParseError, Problem};

/// Longest name, in characters.
const LONGEST_NAME: usize = 64;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Lexeme {
    Number(Exact),
    /// A bare word: a name, or a function where a bracket follows.
    Word(String),
    /// `[any text]`: always a name.
    Quoted(String),
    Operator(Operator),
    Open,
    Close,
    Comma,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// Character position, counted from 1.
    pub(super) at: usize,
    pub(super) text: String,
    pub(super) lexeme: Lexeme,
}

/// Whether the text can stand as a name without brackets.
pub(super) fn is_word(text: &str) -> bool {
    text.chars().next().is_some_and(starts_word) && text.chars().all(continues_word)
}

pub(super) fn tokens(text: &str) -> Result<Vec<Token>, ParseError> {
    let mut rest = Rest { letters: text.chars().collect(), next: 0 };
    let mut tokens = Vec::new();
    while let Some(letter) = rest.peek() {
        if letter.is_whitespace() {
            rest.next += 1;
            continue;
        }
        let from = rest.next;
        let at = from + 1;
        let lexeme = rest.lexeme(letter).map_err(|problem| ParseError { at, problem })?;
        tokens.push(Token { at, text: rest.since(from), lexeme });
    }
    Ok(tokens)
}

fn starts_word(letter: char) -> bool {
    letter.is_alphabetic() || letter == '_'
}

fn continues_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

struct Rest {
    letters: Vec<char>,
    next: usize,
}

impl Rest {
    fn peek(&self) -> Option<char> {
        self.letters.get(self.next).copied()
    }

    fn since(&self, from: usize) -> String {
        self.letters.iter().take(self.next).skip(from).collect()
    }

    fn take_while(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let from = self.next;
        while self.peek().is_some_and(&belongs) {
            self.next += 1;
        }
        self.since(from)
    }

    fn lexeme(&mut self, letter: char) -> Result<Lexeme, Problem> {
        if letter.is_ascii_digit() {
            return self.number();
        }
        if starts_word(letter) {
            return short(self.take_while(continues_word)).map(Lexeme::Word);
        }
        self.next += 1;
        let followed_by = |second: &[char]| self.letters.get(self.next).is_some_and(|next| second.contains(next));
        let (lexeme, length) = match letter {
            '[' => return self.quoted(),
            '(' | '（' => (Lexeme::Open, 1),
            ')' | '）' => (Lexeme::Close, 1),
            ',' | '，' => (Lexeme::Comma, 1),
            '+' | '＋' => (Lexeme::Operator(Operator::Plus), 1),
            '-' | '－' | '−' => (Lexeme::Operator(Operator::Minus), 1),
            '*' | '×' | '＊' => (Lexeme::Operator(Operator::Times), 1),
            '/' | '÷' | '／' => (Lexeme::Operator(Operator::Over), 1),
            '=' | '＝' => (Lexeme::Operator(Operator::Equal), 1),
            '≠' => (Lexeme::Operator(Operator::Unequal), 1),
            '≤' => (Lexeme::Operator(Operator::AtMost), 1),
            '≥' => (Lexeme::Operator(Operator::AtLeast), 1),
            '<' | '＜' if followed_by(&['=', '＝']) => (Lexeme::Operator(Operator::AtMost), 2),
            '<' | '＜' if followed_by(&['>', '＞']) => (Lexeme::Operator(Operator::Unequal), 2),
            '<' | '＜' => (Lexeme::Operator(Operator::Less), 1),
            '>' | '＞' if followed_by(&['=', '＝']) => (Lexeme::Operator(Operator::AtLeast), 2),
            '>' | '＞' => (Lexeme::Operator(Operator::Greater), 1),
            other => return Err(Problem::Unexpected { found: other.to_string(), expected: Expected::Sign }),
        };
        self.next += length - 1;
        Ok(lexeme)
    }

    fn number(&mut self) -> Result<Lexeme, Problem> {
        let text = self.take_while(|letter| letter.is_ascii_digit() || letter == '.');
        text.parse().map(Lexeme::Number).map_err(|_| Problem::Number { text })
    }

    fn quoted(&mut self) -> Result<Lexeme, Problem> {
        let name = self.take_while(|letter| !matches!(letter, '[' | ']') && !letter.is_control());
        if self.peek() != Some(']') || name.is_empty() {
            let found = self.peek().map(String::from).unwrap_or_default();
            return Err(Problem::Unexpected { found, expected: Expected::NameAndBracket });
        }
        self.next += 1;
        short(name).map(Lexeme::Quoted)
    }
}

fn short(name: String) -> Result<String, Problem> {
    match name.chars().count() <= LONGEST_NAME {
        true => Ok(name),
        false => Err(Problem::TooMuch { limit: Limit::NameLength, most: LONGEST_NAME }),
    }
}
