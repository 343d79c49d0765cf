-- The number under which people in the shop and the customer speak of an order; external_order_id is the system's own key.
alter table leads add column external_order_number text;
