//! Declaring a node: each of its words once, with the name its reader uses.

/// Declares a kind of node, and a struct that holds its parts as they were given.
///
/// ```ignore
/// form! {
///     struct StoreForm = "store", "store NAME scope=guild { … }" {
///         args { name: Word }
///         props {
///             "scope" scope: Word, or "the store does not say whose it is" => "add `scope=guild`";
///             "about" about: Word;
///         }
///         once { "retain" retain; "hold" hold; }
///         many { "key" keys; "field" fields; }
///     }
/// }
/// let store = StoreForm::read(node, findings);
/// ```
///
/// `args` are values that must be there, `opt` ones that may, `rest` as many as there are. `or` says what is missing,
/// and what to add, where a property is left out;
/// `elsewhere` are children that may repeat and that another reader takes, and `open { steps }` says that all others are of
/// that kind. A part that nobody reads is a warning of rustc.
macro_rules! form {
    (
        $(#[$meta:meta])*
        $vis:vis struct $name:ident = $word:literal, $usage:literal {
            $(args { $($arg:ident: $arg_kind:ident),* $(,)? })?
            $(opt { $($opt:ident: $opt_kind:ident),* $(,)? })?
            $(rest { $rest:ident: $rest_kind:ident })?
            $(props { $(
                $prop_word:literal $prop:ident: $prop_kind:ident $(, or $lack:literal => $add:literal)?;
            )* })?
            $(once { $($once_word:literal $once:ident;)* })?
            $(many { $($many_word:literal $many:ident;)* })?
            $(elsewhere { $($else_word:literal),* $(,)? })?
            $(open { $open:ident })?
        }
    ) => {
        $(#[$meta])*
        $vis struct $name<'n> {
            #[allow(dead_code, reason = "some readers need only the parts")]
            $vis node: &'n $crate::syntax::ast::Node,
            $($($vis $arg: $crate::syntax::form::Given<
                <$arg_kind as $crate::syntax::form::Kind<'n>>::Is
            >,)*)?
            $($($vis $opt: $crate::syntax::form::Given<
                <$opt_kind as $crate::syntax::form::Kind<'n>>::Is
            >,)*)?
            $($vis $rest: Vec<<$rest_kind as $crate::syntax::form::Kind<'n>>::Is>,)?
            $($($vis $prop: $crate::syntax::form::Given<
                <$prop_kind as $crate::syntax::form::Kind<'n>>::Is
            >,)*)?
            $($($vis $once: Option<&'n $crate::syntax::ast::Node>,)*)?
            $($($vis $many: Vec<&'n $crate::syntax::ast::Node>,)*)?
        }

        impl<'n> $name<'n> {
            $vis const FORM: $crate::syntax::form::Form<'static> = $crate::syntax::form::Form {
                name: $word,
                usage: $usage,
                values_max: 0
                    $($( + { let _ = stringify!($arg); 1 })*)?
                    $($( + { let _ = stringify!($opt); 1 })*)?
                    $( + { let _ = stringify!($rest); usize::MAX / 2 })?,
                props: &[$($($prop_word),*)?],
                flags: &[$($(
                    <$prop_kind as $crate::syntax::form::Kind<'static>>::IS_FLAG
                ),*)?],
                once: &[$($($once_word),*)?],
                many: &[$($($many_word,)*)? $($($else_word,)*)?],
                open: false $(|| { let _ = stringify!($open); true })?,
            };

            /// As a node of a policy.
            #[allow(dead_code, reason = "scenarios and worlds take a form apart in their own words")]
            $vis fn read(
                node: &'n $crate::syntax::ast::Node,
                findings: &mut $crate::finding::Findings,
            ) -> Self {
                let taking = $crate::syntax::form::Taking::of(
                    node,
                    Self::FORM,
                    $crate::syntax::form::in_a_policy,
                );
                Self::taken(taking, findings)
            }

            #[allow(unused_mut, reason = "some forms take no values")]
            $vis fn taken(
                mut taking: $crate::syntax::form::Taking<'n>,
                findings: &mut $crate::finding::Findings,
            ) -> Self {
                $($(let $arg = taking.value::<$arg_kind>(findings);)*)?
                $($(let $opt = taking.optional::<$opt_kind>(findings);)*)?
                $(let $rest = taking.rest::<$rest_kind>(findings);)?
                $($(
                    let $prop = taking.given::<$prop_kind>($prop_word, findings);
                    $(if $prop.is_absent() {
                        taking.missing($lack, $add, findings);
                    })?
                )*)?
                let parts = Self {
                    node: taking.node,
                    $($($arg,)*)?
                    $($($opt,)*)?
                    $($rest,)?
                    $($($prop,)*)?
                    $($($once: taking.child($once_word),)*)?
                    $($($many: taking.children($many_word).collect(),)*)?
                };
                taking.finish(findings);
                parts
            }
        }
    };
}

pub(crate) use form;
