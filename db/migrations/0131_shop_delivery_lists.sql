-- A connection's deliveries are read newest first, all or of one state.
create index shop_deliveries_connection on shop_deliveries (org_id, connection_id, id desc);
create index shop_deliveries_connection_state on shop_deliveries (org_id, connection_id, state, id desc);
drop index shop_deliveries_recent;
drop index shop_deliveries_state;
