//! Pages: the play page, and how any page is served. Pages of the notice come from `emit`.

pub mod play;
pub(crate) mod served;
