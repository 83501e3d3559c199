//! Pages: so far the play page. Pages of the notice come from `emit`.

pub mod play;
