//! What a field holds: values of its kind, within its bounds.
//!
//! What goes beyond them refuses the handler where somebody asked. Where nobody did, the nearest that the field holds is
//! kept, so that no data can make a handler fail, and the mod-log is told: never what it was, only what became of it.

use super::{
    evaluate::mismatch,
    round::{Flow, refuse},
    run::Run,
    template, text,
};
use crate::{
    lexicon::kind::{EMOJI, Measure, TEXT},
    plan::{Field, FieldId, Home, Store},
    port::Line,
    vocab::{Duration, Value},
    wording::say,
};

/// A value that its field does not hold.
pub(super) struct Beyond {
    /// Told to who asked.
    refusal: String,
    /// Told to the mod-log where nobody did, and the nearest was kept; or where nothing was.
    kept: String,
    left_out: String,
    nearest: Value,
}

impl Run<'_, '_> {
    /// A value as its field keeps it.
    pub(super) fn fit(&mut self, store: &Store, field: &Field, value: Value) -> Flow<Value> {
        let value = self.of_kind(field, value)?;
        let Some(beyond) = self.beyond(store, field, &value) else {
            if let Value::Text(text) = &value {
                self.is_long_enough(store, field, text)?;
                self.is_template(store, field, text)?;
            }
            return Ok(value);
        };
        if self.round.interaction().is_some() {
            return refuse(beyond.refusal);
        }
        if let Value::Text(text) = &beyond.nearest {
            self.is_template(store, field, text)?;
        }
        self.log(beyond.kept, Line::Lasting)?;
        Ok(beyond.nearest)
    }

    /// A key that its field does not hold names no row, and what was to be written there is not.
    pub(super) fn left_out(&mut self, beyond: Beyond) -> Flow<()> {
        if self.round.interaction().is_some() {
            return refuse(beyond.refusal);
        }
        self.log(beyond.left_out, Line::Lasting)
    }

    pub(super) fn of_kind(&self, field: &Field, value: Value) -> Flow<Value> {
        if value == Value::None {
            return Ok(value);
        }
        let kind = field.kind.kind();
        let value = if *kind == TEXT {
            Value::Text(self.show(&value))
        } else if *kind == EMOJI
            && let Value::Text(text) = value
        {
            Value::Emoji(text.into())
        } else {
            value
        };
        if field.kind.holds(&value) {
            Ok(value)
        } else {
            mismatch("of the kind that its field takes")
        }
    }

    pub(super) fn beyond(&self, store: &Store, field: &Field, value: &Value) -> Option<Beyond> {
        let kind = field.kind.kind();
        let plan = self.round.plan;
        let (named, of) = (&plan.thing(&field.name), &plan.thing(&store.name));
        match kind.measure? {
            Measure::Characters => {
                let text = self.show(value);
                let length = text::units(&text);
                let max = field.max.and_then(|max| usize::try_from(max).ok())?;
                let shown = max.to_string();
                (length > max).then(|| Beyond {
                    refusal: say!("field-long", field = named, store = of, max = &shown),
                    kept: say!("field-cut", field = named, store = of, max = &shown),
                    left_out: say!("key-long", field = named, store = of, max = &shown),
                    nearest: Value::Text(text::cut(&text, max)),
                })
            }
            measure @ (Measure::Number | Measure::Time) => {
                let size = kind.size(value)?;
                let (low, high) = (field.min, field.max);
                let nearest = size.max(low.unwrap_or(size)).min(high.unwrap_or(size));
                if nearest == size {
                    return None;
                }
                let amount = |size| measure.amount(size);
                let range = match (low, high) {
                    (Some(low), Some(high)) => {
                        say!("range-between", low = amount(low), high = amount(high))
                    }
                    (Some(low), None) => say!("range-from", low = amount(low)),
                    (None, high) => say!("range-to", high = amount(high.unwrap_or(i64::MAX))),
                };
                let (number, bound) = (amount(size), amount(nearest));
                let is_time = measure == Measure::Time;
                Some(Beyond {
                    refusal: say!(
                        "field-range",
                        field = named,
                        store = of,
                        range = &range,
                        number
                    ),
                    kept: say!(
                        "field-bound",
                        field = named,
                        store = of,
                        range = &range,
                        bound
                    ),
                    left_out: say!("key-range", field = named, store = of, range = &range),
                    nearest: if is_time {
                        Value::Duration(Duration { ms: nearest })
                    } else {
                        Value::Int(nearest)
                    },
                })
            }
        }
    }

    /// Nothing makes a text longer, so that only who asked is held to it.
    fn is_long_enough(&self, store: &Store, field: &Field, text: &str) -> Flow<()> {
        let min = field.min.and_then(|min| usize::try_from(min).ok());
        match min.filter(|min| text::units(text) < *min) {
            Some(min) if self.round.interaction().is_some() => {
                let plan = self.round.plan;
                let (field, store) = (plan.thing(&field.name), plan.thing(&store.name));
                refuse(say!("field-short", field, store, min = min.to_string()))
            }
            _ => Ok(()),
        }
    }

    /// Refuses a text that will be rendered as a template and is none.
    fn is_template(&self, store: &Store, field: &Field, text: &str) -> Flow<()> {
        let mut places = (0u32..).zip(&store.fields);
        let Some((place, _)) = places.find(|(_, other)| other.name == field.name) else {
            return Ok(());
        };
        let home = Home::Field(store.id, FieldId(place));
        template::tried(text, &self.round.plan.rendered_by(home)).or_else(|problem| {
            self.object(
                say!("template-not-kept", problem),
                "a text that is no template was to be kept as one",
            )
        })
    }
}
