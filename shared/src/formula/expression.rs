//! The syntax tree of formulas and its canonical text.

use std::fmt;

use super::Exact;
use super::lexer::is_word;

crate::codes! {
    /// What an expression gives.
    Kind {
        /// A number.
        Number "NUMBER",
        /// True or false.
        Truth "TRUTH",
    }
}

crate::codes! {
    /// A function of the formula language.
    Function {
        /// `如果(condition, then, otherwise)`; without `otherwise` the result is NOT_APPLICABLE where the condition does not hold.
        If "IF",
        /// The least of its arguments.
        Min "MIN",
        /// The greatest of its arguments.
        Max "MAX",
        /// The distance from zero.
        Abs "ABS",
        /// `ROUND(x, places)`, HALF_UP; places is a number from 0 to 8, 0 where it is left out.
        Round "ROUND",
        /// Whether all conditions hold.
        And "AND",
        /// Whether any condition holds.
        Or "OR",
        /// Whether the condition does not hold.
        Not "NOT",
    }
}

impl Function {
    /// The function called so; names are taken in Chinese and, in any case of letters, in English.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name.to_ascii_uppercase().as_str() {
            "如果" | "IF" => Self::If,
            "最小" | "MIN" => Self::Min,
            "最大" | "MAX" => Self::Max,
            "绝对值" | "ABS" => Self::Abs,
            "四舍五入" | "ROUND" => Self::Round,
            "且" | "AND" => Self::And,
            "或" | "OR" => Self::Or,
            "非" | "NOT" => Self::Not,
            _ => return None,
        })
    }

    /// How canonical text writes it.
    pub(super) const fn spelling(self) -> &'static str {
        match self {
            Self::If => "如果",
            Self::Min | Self::Max | Self::Abs | Self::Round | Self::And | Self::Or | Self::Not => self.code(),
        }
    }

    /// Fewest and most arguments.
    pub(super) const fn arity(self) -> (usize, usize) {
        match self {
            Self::If => (2, 3),
            Self::Min | Self::Max | Self::And | Self::Or => (1, 16),
            Self::Abs | Self::Not => (1, 1),
            Self::Round => (1, 2),
        }
    }

    /// What the argument at `place`, counted from 0, has to be.
    pub(super) const fn argument(self, place: usize) -> Kind {
        match self {
            Self::And | Self::Or | Self::Not => Kind::Truth,
            Self::If if place == 0 => Kind::Truth,
            Self::If | Self::Min | Self::Max | Self::Abs | Self::Round => Kind::Number,
        }
    }

    pub(super) const fn result(self) -> Kind {
        match self {
            Self::And | Self::Or | Self::Not => Kind::Truth,
            Self::If | Self::Min | Self::Max | Self::Abs | Self::Round => Kind::Number,
        }
    }
}

/// A binary operator. All of one rank are read from left to right; comparisons do not chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Plus,
    Minus,
    Times,
    Over,
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

/// How tightly an expression holds together when written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Comparison,
    Sum,
    Product,
    Sign,
    Whole,
}

impl Operator {
    pub(super) const fn symbol(self) -> &'static str {
        match self {
            Self::Plus => "+",
            Self::Minus => "-",
            Self::Times => "*",
            Self::Over => "/",
            Self::Equal => "=",
            Self::Unequal => "<>",
            Self::Less => "<",
            Self::AtMost => "<=",
            Self::Greater => ">",
            Self::AtLeast => ">=",
        }
    }

    pub(super) const fn rank(self) -> Rank {
        match self {
            Self::Plus | Self::Minus => Rank::Sum,
            Self::Times | Self::Over => Rank::Product,
            Self::Equal | Self::Unequal | Self::Less | Self::AtMost | Self::Greater | Self::AtLeast => Rank::Comparison,
        }
    }

    pub(super) const fn result(self) -> Kind {
        match self.rank() {
            Rank::Comparison => Kind::Truth,
            Rank::Sum | Rank::Product | Rank::Sign | Rank::Whole => Kind::Number,
        }
    }

    /// Least rank an operand may have without brackets, on the left and on the right.
    const fn operands(self) -> (Rank, Rank) {
        match self.rank() {
            Rank::Comparison => (Rank::Sum, Rank::Sum),
            Rank::Sum => (Rank::Sum, Rank::Product),
            Rank::Product | Rank::Sign | Rank::Whole => (Rank::Product, Rank::Whole),
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Expression {
    /// Never negative: a sign is a node of its own.
    Number(Exact),
    Name(String),
    Negated(Box<Self>),
    Binary(Operator, Box<Self>, Box<Self>),
    Call(Function, Vec<Self>),
}

impl Expression {
    /// Goes through all nodes, parents first.
    pub(super) fn visit<'a>(&'a self, see: &mut impl FnMut(&'a Self)) {
        see(self);
        match self {
            Self::Number(_) | Self::Name(_) => {}
            Self::Negated(inner) => inner.visit(see),
            Self::Binary(_, left, right) => {
                left.visit(see);
                right.visit(see);
            }
            Self::Call(_, arguments) => arguments.iter().for_each(|argument| argument.visit(see)),
        }
    }

    const fn rank(&self) -> Rank {
        match self {
            Self::Number(_) | Self::Name(_) | Self::Call(..) => Rank::Whole,
            Self::Negated(_) => Rank::Sign,
            Self::Binary(operator, ..) => operator.rank(),
        }
    }

    /// The text with every name written by `name`.
    pub(super) fn write(&self, f: &mut impl fmt::Write, name: &impl Fn(&str) -> String) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Name(text) => f.write_str(&name(text)),
            Self::Negated(inner) => {
                f.write_str("-")?;
                inner.write_within(f, Rank::Whole, name)
            }
            Self::Binary(operator, left, right) => {
                let (least_left, least_right) = operator.operands();
                left.write_within(f, least_left, name)?;
                write!(f, " {} ", operator.symbol())?;
                // `a - -b` would read back, but nobody should have to.
                let least_right = if right.rank() == Rank::Sign { Rank::Whole } else { least_right };
                right.write_within(f, least_right, name)
            }
            Self::Call(function, arguments) => {
                write!(f, "{}(", function.spelling())?;
                for (place, argument) in arguments.iter().enumerate() {
                    f.write_str(if place == 0 { "" } else { ", " })?;
                    argument.write(f, name)?;
                }
                f.write_str(")")
            }
        }
    }

    fn write_within(&self, f: &mut impl fmt::Write, least: Rank, name: &impl Fn(&str) -> String) -> fmt::Result {
        if self.rank() >= least {
            return self.write(f, name);
        }
        f.write_str("(")?;
        self.write(f, name)?;
        f.write_str(")")
    }
}

impl fmt::Display for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.write(f, &|name| if is_word(name) { name.to_owned() } else { format!("[{name}]") })
    }
}
