-- The member who asked for a price's approval, who does not decide it where another may. Null: asked before this was kept.
alter table artifact_approvals add column asked_by_id uuid;
