//! Services that are asked: what is sent to them, and the form of what they answer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::Expr;
use crate::vocab::{Category, Duration, Type, Value};

/// What a service answers, as far as it is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Answers {
    /// The longest that is waited for it.
    pub within: Duration,
    /// Whether asking twice does the same as asking once.
    pub idempotent: bool,
    pub fields: Vec<AnswerField>,
}

/// One member of the answer. Members that are not declared are not looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AnswerField {
    pub name: String,
    /// `bool`, `int` or `text`, which JSON has too.
    pub kind: Type,
    pub optional: bool,
    pub min: Option<i64>,
    /// Of a text, the most characters.
    pub max: Option<i64>,
    pub categories: Vec<Category>,
}

/// A step that asks a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Asked {
    /// The processor's id.
    pub processor: String,
    pub sends: Vec<Sent>,
    pub answers: Answers,
}

/// One member of what is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Sent {
    pub name: String,
    pub value: Expr,
}

/// As many values tell nothing over again.
const SMALL: i64 = 1_000;

impl AnswerField {
    /// Whether it has too few values to hold what was sent.
    #[must_use]
    pub fn is_small(&self) -> bool {
        let values = self
            .min
            .zip(self.max)
            .map(|(min, max)| max.saturating_sub(min));
        self.kind == Type::Bool || self.kind == Type::Int && values.is_some_and(|all| all <= SMALL)
    }

    /// The value of this member in an answer; none where it is not of the declared type or beyond its limits.
    #[must_use]
    pub fn read(&self, answer: &serde_json::Value) -> Option<Value> {
        let given = answer.get(&self.name).filter(|given| !given.is_null());
        let Some(given) = given else {
            return self.optional.then_some(Value::None);
        };
        let is_within = |measure: i64| {
            self.min.is_none_or(|min| measure >= min) && self.max.is_none_or(|max| measure <= max)
        };
        if self.kind == Type::Bool {
            return given.as_bool().map(Value::Bool);
        }
        if self.kind == Type::Int {
            return given
                .as_i64()
                .filter(|number| is_within(*number))
                .map(Value::Int);
        }
        let text = given.as_str()?;
        let length = i64::try_from(text.chars().count()).ok()?;
        is_within(length).then(|| Value::Text(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn field(kind: Type, min: Option<i64>, max: Option<i64>, optional: bool) -> AnswerField {
        AnswerField {
            name: "it".to_owned(),
            kind,
            optional,
            min,
            max,
            categories: vec![Category::Moderation],
        }
    }

    #[test]
    fn an_answer_is_strict_about_types_and_lenient_about_what_nobody_declared() {
        let score = field(Type::Int, Some(0), Some(100), false);
        assert_eq!(
            score.read(&json!({"it": 80, "more": [1]})),
            Some(Value::Int(80))
        );
        for wrong in [
            json!({"it": 101}),
            json!({"it": -1}),
            json!({"it": "80"}),
            json!({"it": 80.5}),
            json!({"it": null}),
            json!({}),
            json!([80]),
        ] {
            assert_eq!(score.read(&wrong), None, "{wrong}");
        }
        let word = field(Type::Text, None, Some(3), true);
        assert_eq!(
            word.read(&json!({"it": "äöü"})),
            Some(Value::Text("äöü".to_owned()))
        );
        assert_eq!(word.read(&json!({"it": "four"})), None);
        assert_eq!(word.read(&json!({})), Some(Value::None));
        let truth = field(Type::Bool, None, None, false);
        assert_eq!(truth.read(&json!({"it": true})), Some(Value::Bool(true)));
        assert_eq!(truth.read(&json!({"it": 1})), None);
    }
}
