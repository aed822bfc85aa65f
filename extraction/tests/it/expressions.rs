//! What may stand in a measure's expression, and how what may not is refused.

use extraction::dataset::{Column, ColumnType};
use extraction::expression::{Expected, ExpressionCode, check_expression};

fn columns() -> Vec<Column> {
    vec![
        Column::new("unit", ColumnType::Text),
        Column::new("税额", ColumnType::Decimal { places: 2 }),
        Column::new("count", ColumnType::Integer),
        Column::new("open_dt", ColumnType::Datetime),
        Column::new("closed_dt", ColumnType::Datetime),
        Column::new("day", ColumnType::Date),
        Column::new("late", ColumnType::Boolean),
    ]
}

#[test]
fn sound_expressions_are_taken() {
    for (text, expected) in [
        ("unit = 'A' AND 税额 > 100.50", Expected::Boolean),
        ("late", Expected::Boolean),
        ("unit IN ('A', 'B') OR unit LIKE 'C%'", Expected::Boolean),
        ("day BETWEEN DATE '2026-01-01' AND DATE '2026-01-31'", Expected::Boolean),
        ("closed_dt <= open_dt + INTERVAL '3 days'", Expected::Boolean),
        ("CASE WHEN late THEN 税额 ELSE 0 END", Expected::Number),
        ("seconds_between(open_dt, closed_dt)", Expected::Number),
        ("days_between(day, CAST(closed_dt AS DATE))", Expected::Number),
        ("税额 * 2 - count", Expected::Number),
        ("date_part('month', day) = 3", Expected::Boolean),
        ("upper(trim(unit))", Expected::Any),
    ] {
        assert_eq!(check_expression(&columns(), text, expected).err(), None, "{text}");
    }
}

#[test]
fn an_expression_names_the_columns_it_reads() {
    let checked = check_expression(&columns(), "税额 > 0 AND NOT late", Expected::Boolean).unwrap();
    assert_eq!(checked.columns.into_iter().collect::<Vec<_>>(), ["late", "税额"]);
}

#[test]
fn everything_else_is_refused_with_its_code_and_place() {
    use ExpressionCode as Code;
    for (text, expected, code, place) in [
        ("", Expected::Any, Code::Empty, None),
        ("unit =", Expected::Boolean, Code::Syntax, None),
        ("unit = 'A'; DROP TABLE x", Expected::Boolean, Code::Syntax, Some((1, 11))),
        ("count, unit", Expected::Number, Code::Syntax, Some((1, 6))),
        ("unit = 'A' AND\n  unti = 'B'", Expected::Boolean, Code::UnknownColumn, Some((2, 3))),
        ("Count", Expected::Number, Code::UnknownColumn, Some((1, 1))),
        ("(SELECT 1)", Expected::Number, Code::Subquery, None),
        ("EXISTS (SELECT 1)", Expected::Boolean, Code::Subquery, None),
        ("unit IN (SELECT unit FROM other)", Expected::Boolean, Code::Subquery, None),
        ("other.unit = 'A'", Expected::Boolean, Code::QualifiedName, None),
        ("sum(count)", Expected::Number, Code::Aggregate, None),
        ("count(*)", Expected::Number, Code::Aggregate, None),
        ("row_number() OVER ()", Expected::Number, Code::Window, None),
        ("random()", Expected::Number, Code::FunctionNotAllowed, None),
        ("now() > open_dt", Expected::Boolean, Code::FunctionNotAllowed, None),
        ("current_date > day", Expected::Boolean, Code::FunctionNotAllowed, None),
        ("sqrt(count)", Expected::Number, Code::FunctionNotAllowed, None),
        ("ARRAY[1]", Expected::Any, Code::NotAllowed, None),
        ("$1", Expected::Any, Code::NotAllowed, None),
        ("unit", Expected::Boolean, Code::WrongType, None),
        ("unit", Expected::Number, Code::WrongType, None),
        ("NULL", Expected::Any, Code::WrongType, None),
        ("seconds_between(unit, count, 1)", Expected::Number, Code::WrongType, None),
        ("CAST(count AS DOUBLE)", Expected::Number, Code::Inexact, None),
    ] {
        let error = check_expression(&columns(), text, expected).expect_err(text);
        assert_eq!(error.code, code, "{text}: {error}");
        if place.is_some() {
            assert_eq!(error.place.map(|place| (place.line, place.column)), place, "{text}");
        }
    }
}

#[test]
fn an_expression_too_long_or_too_deep_is_refused() {
    let long = format!("'{}'", "x".repeat(5000));
    assert_eq!(check_expression(&columns(), &long, Expected::Any).unwrap_err().code, ExpressionCode::TooLong);
    let deep = format!("{}count{}", "(".repeat(1500), ")".repeat(1500));
    assert_eq!(check_expression(&columns(), &deep, Expected::Number).unwrap_err().code, ExpressionCode::Syntax);
}
