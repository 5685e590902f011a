"""Who may log in: the same as in tests/src/bin/keeper.rs, and in no table either."""
