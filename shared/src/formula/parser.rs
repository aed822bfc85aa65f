//! Tokens into a syntax tree that is well typed and bounded.

use serde::{Deserialize, Serialize};

use super::Exact;
use super::expression::{Expression, Function, Kind, Operator, Rank};
use super::lexer::{Lexeme, Token, tokens};

/// Longest text, in characters.
pub const LONGEST: usize = 2000;
/// Deepest nesting of brackets, functions and signs.
pub const DEEPEST: usize = 32;
/// Most numbers, names, operators and functions together.
pub const MOST_NODES: usize = 256;
/// Most places `ROUND` rounds to.
const MOST_PLACES: i64 = 8;

/// A text that is no formula: where and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("at character {at}: {problem}")]
pub struct ParseError {
    /// The character the problem is at, counted from 1; one past the end where the text stops too early.
    pub at: usize,
    /// What is wrong there.
    pub problem: Problem,
}

/// What is wrong with a formula.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Problem {
    /// Something else was expected here; `found` is empty at the end of the text.
    #[error("found `{found}`, expected {expected}")]
    Unexpected {
        /// The text found.
        found: String,
        /// What could have stood here.
        expected: Expected,
    },
    /// A number with more than 28 digits, or with two points.
    #[error("`{text}` is not a decimal number of at most 28 digits")]
    Number {
        /// The text found.
        text: String,
    },
    /// No function has this name.
    #[error("there is no function `{name}`")]
    UnknownFunction {
        /// The name found.
        name: String,
    },
    /// A function with too few or too many arguments.
    #[error("{function} takes {fewest} to {most} arguments, not {found}")]
    Arguments {
        /// The function.
        function: Function,
        /// Arguments found.
        found: usize,
        /// Fewest it takes.
        fewest: usize,
        /// Most it takes.
        most: usize,
    },
    /// A number where a condition is needed, or the other way round.
    #[error("this is a {found}, and a {expected} is needed")]
    Kind {
        /// What it is.
        found: Kind,
        /// What is needed.
        expected: Kind,
    },
    /// The places of `ROUND` are not a number from 0 to 8.
    #[error("the places to round to are a number from 0 to {MOST_PLACES}")]
    Places,
    /// The formula is too big.
    #[error("{limit} is limited to {most}")]
    TooMuch {
        /// What is limited.
        limit: Limit,
        /// The most allowed.
        most: usize,
    },
}

crate::codes! {
    /// What could have stood where something else was found.
    Expected {
        /// A number, a name, a function, a sign or an opening bracket.
        Operand "OPERAND",
        /// An operator or the end of the formula.
        OperatorOrEnd "OPERATOR_OR_END",
        /// An operator or a closing bracket.
        OperatorOrClose "OPERATOR_OR_CLOSE",
        /// An operator, a comma or a closing bracket.
        OperatorCommaOrClose "OPERATOR_COMMA_OR_CLOSE",
        /// A name and `]`.
        NameAndBracket "NAME_AND_BRACKET",
        /// A letter, a digit, or a sign of the language.
        Sign "SIGN",
    }
}

crate::codes! {
    /// What is limited in a formula.
    Limit {
        /// Characters of the text.
        Length "LENGTH",
        /// Characters of a name.
        NameLength "NAME_LENGTH",
        /// Brackets, functions and signs inside one another.
        Depth "DEPTH",
        /// Numbers, names, operators and functions.
        Nodes "NODES",
    }
}

pub(super) fn parse(text: &str) -> Result<Expression, ParseError> {
    let length = text.chars().count();
    if length > LONGEST {
        let problem = Problem::TooMuch { limit: Limit::Length, most: LONGEST };
        return Err(ParseError { at: LONGEST + 1, problem });
    }
    let mut parser = Parser { tokens: tokens(text)?, next: 0, end: length + 1, depth: 0, nodes: 0 };
    let formula = parser.comparison()?;
    if parser.peek().is_some() {
        return Err(parser.unexpected(Expected::OperatorOrEnd));
    }
    formula.needs(Kind::Number)
}

/// An expression with its kind and where it starts.
struct Typed {
    at: usize,
    kind: Kind,
    expression: Expression,
}

impl Typed {
    fn needs(self, expected: Kind) -> Result<Expression, ParseError> {
        if self.kind == expected {
            return Ok(self.expression);
        }
        Err(ParseError { at: self.at, problem: Problem::Kind { found: self.kind, expected } })
    }
}

struct Parser {
    tokens: Vec<Token>,
    next: usize,
    end: usize,
    depth: usize,
    nodes: usize,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next)
    }

    fn at(&self) -> usize {
        self.peek().map_or(self.end, |token| token.at)
    }

    fn takes(&mut self, lexeme: &Lexeme) -> bool {
        let found = self.peek().is_some_and(|token| token.lexeme == *lexeme);
        self.next += usize::from(found);
        found
    }

    fn operator(&mut self, rank: Rank) -> Option<Operator> {
        match self.peek()?.lexeme {
            Lexeme::Operator(operator) if operator.rank() == rank => {
                self.next += 1;
                Some(operator)
            }
            _ => None,
        }
    }

    fn unexpected(&self, expected: Expected) -> ParseError {
        let found = self.peek().map(|token| token.text.clone()).unwrap_or_default();
        ParseError { at: self.at(), problem: Problem::Unexpected { found, expected } }
    }

    fn too_much<T>(&self, limit: Limit, most: usize) -> Result<T, ParseError> {
        Err(ParseError { at: self.at(), problem: Problem::TooMuch { limit, most } })
    }

    fn node(&mut self, at: usize, kind: Kind, expression: Expression) -> Result<Typed, ParseError> {
        self.nodes += 1;
        if self.nodes > MOST_NODES {
            return self.too_much(Limit::Nodes, MOST_NODES);
        }
        Ok(Typed { at, kind, expression })
    }

    fn deeper(&mut self, inside: impl FnOnce(&mut Self) -> Result<Typed, ParseError>) -> Result<Typed, ParseError> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return self.too_much(Limit::Depth, DEEPEST);
        }
        let typed = inside(self)?;
        self.depth -= 1;
        Ok(typed)
    }

    fn comparison(&mut self) -> Result<Typed, ParseError> {
        let left = self.chain(Rank::Sum)?;
        match self.operator(Rank::Comparison) {
            Some(operator) => {
                let right = self.chain(Rank::Sum)?;
                self.binary(operator, left, right)
            }
            None => Ok(left),
        }
    }

    /// Sums of products, or products of signed operands, read from left to right.
    fn chain(&mut self, rank: Rank) -> Result<Typed, ParseError> {
        let mut left = self.link(rank)?;
        while let Some(operator) = self.operator(rank) {
            let right = self.link(rank)?;
            left = self.binary(operator, left, right)?;
        }
        Ok(left)
    }

    fn link(&mut self, rank: Rank) -> Result<Typed, ParseError> {
        match rank {
            Rank::Sum => self.chain(Rank::Product),
            Rank::Comparison | Rank::Product | Rank::Sign | Rank::Whole => self.signed(),
        }
    }

    fn binary(&mut self, operator: Operator, left: Typed, right: Typed) -> Result<Typed, ParseError> {
        let at = left.at;
        let (left, right) = (left.needs(Kind::Number)?, right.needs(Kind::Number)?);
        self.node(at, operator.result(), Expression::Binary(operator, Box::new(left), Box::new(right)))
    }

    fn signed(&mut self) -> Result<Typed, ParseError> {
        let at = self.at();
        if !self.takes(&Lexeme::Operator(Operator::Minus)) {
            return self.operand();
        }
        let inner = self.deeper(Self::signed)?.needs(Kind::Number)?;
        self.node(at, Kind::Number, Expression::Negated(Box::new(inner)))
    }

    fn operand(&mut self) -> Result<Typed, ParseError> {
        let Some(Token { at, lexeme, .. }) = self.peek().cloned() else {
            return Err(self.unexpected(Expected::Operand));
        };
        match lexeme {
            Lexeme::Number(number) => {
                self.next += 1;
                self.node(at, Kind::Number, Expression::Number(number))
            }
            Lexeme::Quoted(name) => {
                self.next += 1;
                self.node(at, Kind::Number, Expression::Name(name))
            }
            Lexeme::Word(word) => {
                self.next += 1;
                match self.takes(&Lexeme::Open) {
                    true => self.deeper(|parser| parser.call(at, word)),
                    false => self.node(at, Kind::Number, Expression::Name(word)),
                }
            }
            Lexeme::Open => {
                self.next += 1;
                self.deeper(Self::bracket)
            }
            Lexeme::Operator(_) | Lexeme::Close | Lexeme::Comma => Err(self.unexpected(Expected::Operand)),
        }
    }

    fn bracket(&mut self) -> Result<Typed, ParseError> {
        let inner = self.comparison()?;
        match self.takes(&Lexeme::Close) {
            true => Ok(inner),
            false => Err(self.unexpected(Expected::OperatorOrClose)),
        }
    }

    fn call(&mut self, at: usize, name: String) -> Result<Typed, ParseError> {
        let Some(function) = Function::named(&name) else {
            return Err(ParseError { at, problem: Problem::UnknownFunction { name } });
        };
        let (fewest, most) = function.arity();
        let mut arguments = Vec::new();
        loop {
            let start = self.at();
            let argument = self.comparison()?.needs(function.argument(arguments.len()))?;
            check_places(function, arguments.len(), &argument).map_err(|problem| ParseError { at: start, problem })?;
            arguments.push(argument);
            if self.takes(&Lexeme::Close) {
                break;
            }
            if !self.takes(&Lexeme::Comma) {
                return Err(self.unexpected(Expected::OperatorCommaOrClose));
            }
        }
        let found = arguments.len();
        if !(fewest..=most).contains(&found) {
            return Err(ParseError { at, problem: Problem::Arguments { function, found, fewest, most } });
        }
        self.node(at, function.result(), Expression::Call(function, arguments))
    }
}

fn check_places(function: Function, place: usize, argument: &Expression) -> Result<(), Problem> {
    match (function, place, argument) {
        (Function::Round, 1, Expression::Number(places))
            if places.is_whole() && *places <= Exact::whole(MOST_PLACES) =>
        {
            Ok(())
        }
        (Function::Round, 1, _) => Err(Problem::Places),
        _ => Ok(()),
    }
}
