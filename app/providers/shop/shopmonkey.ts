import { z } from "zod";
import { callShop, readRecord, type ShopCall, type ShopConnection } from "./client.ts";
import { floorOf, freshCursor, nextCursor, readCursor } from "./order-walk.ts";
import {
	type NewShopAppointment,
	type ShopAppointment,
	type ShopAppointmentChange,
	type ShopCustomer,
	ShopError,
	type ShopEvent,
	type ShopLocation,
	type ShopOrder,
	type ShopService,
	type ShopSystem,
	type ShopVehicle,
	type WebhookDelivery,
	type WebhookVerdict,
} from "./port.ts";
import { appointmentRecord, markedNote } from "./shopmonkey-appointments.ts";
import {
	customerRecord,
	locationRecord,
	orderRecord,
	orderServiceRecord,
	serviceRecord,
	serviceRow,
	vehicleRecord,
} from "./shopmonkey-records.ts";
import { type SignatureScheme, STANDARD_WEBHOOKS, verifySignature } from "./signature.ts";

/** Shopmonkey clamps pages to 100 records without saying so. */
const PAGE = 100;
/** A location has some dozens of services and some dozens of appointments a day; more pages than this is nonsense. */
const MOST_PAGES = 30;

const envelope = <T>(data: z.ZodType<T>) => z.object({ data });
const pageOf = <T>(data: z.ZodType<T>) =>
	z.object({ data: z.array(data), meta: z.object({ hasMore: z.boolean().nullish() }).nullish() });

/**
 * Shopmonkey's public API v3 (shopmonkey.dev/overview: base URL, bearer key, error body, 429 with Retry-After).
 *
 * - Resources: shopmonkey.dev/resources/{order,customer,vehicle,canned_service,appointment,location}. Lists take
 *   `limit`, `skip`, `where` and `orderby`; the documentation is silent on what is in the last two. Integrators found
 *   (github.com/ngsalmon/shopmonkey-api-quirks) that both are JSON, that `gte` and `lte` work, that `orderby` must be
 *   in lower case, and that what is not understood is ignored without an error. So everything asked for is filtered
 *   here again.
 * - A list of locations is used by integrators at GET /location; its documentation shows only the update.
 * - Webhooks: shopmonkey.dev/webhooks names the headers `webhook-id`, `webhook-timestamp` (seconds) and
 *   `webhook-signature`, which are those of Standard Webhooks; that scheme is the default, and `signature` overrides
 *   it should an account sign otherwise.
 * - Appointments that repeat are missing from the documented search, say integrators: they do not count as busy here.
 */
export class Shopmonkey implements ShopSystem {
	readonly kind = "shopmonkey";
	readonly #connection: ShopConnection;
	readonly #secrets: string[];
	readonly #signature: SignatureScheme;

	constructor(connection: ShopConnection, secrets: string[], signature: SignatureScheme = STANDARD_WEBHOOKS) {
		this.#connection = connection;
		this.#secrets = secrets;
		this.#signature = signature;
	}

	verifyWebhook(delivery: WebhookDelivery): WebhookVerdict {
		return verifySignature(this.#signature, delivery, delivery.secrets ?? this.#secrets);
	}

	readWebhook(json: unknown): ShopEvent {
		const { table, operation, data } = readRecord(WebhookBody, json, "the event");
		const event = EVENTS.find((name) => name === table) ?? "other";
		const deleted = operation === "DELETE" || data.deleted === true;
		const ids = { externalId: data.id, externalLocationId: data.locationId ?? null };
		if (operation === "DELETE") return { event, ...ids, deleted };
		if (event === "order") return { event, ...ids, deleted, order: readRecord(orderRecord, data, "the order") };
		if (event !== "appointment") return { event, ...ids, deleted };
		return { event, ...ids, deleted, appointment: readRecord(appointmentRecord, data, "the appointment") };
	}

	cursorAt(since: Date): string {
		return freshCursor(since);
	}

	async listOrdersSince(query: { cursor: string | null; locationIds?: string[]; limit: number }) {
		const cursor = readCursor(query.cursor);
		const from = floorOf(cursor);
		const limit = Math.min(Math.max(1, Math.floor(query.limit)), PAGE);
		const page = await this.#call({
			path: "/order",
			query: {
				limit: String(limit),
				skip: String(cursor.skip),
				orderby: JSON.stringify({ updatedDate: "asc" }),
				where: JSON.stringify({ updatedDate: { gte: from.toISOString() } }),
			},
			schema: pageOf(orderRecord),
			what: "the orders",
		});
		const more = page.data.length > 0 && (page.meta?.hasMore ?? page.data.length >= limit);
		const orders = page.data.filter((order) => {
			const here = !query.locationIds || query.locationIds.includes(order.externalLocationId);
			return here && order.updatedAt >= from;
		});
		return { orders, nextCursor: nextCursor(cursor, page.data, more, true), more };
	}

	async getOrder(externalId: string): Promise<ShopOrder> {
		const path = `/order/${encodeURIComponent(externalId)}`;
		const order = await this.#call({ path, schema: envelope(orderRecord), what: "the order" });
		const services = await this.#pages(orderServiceRecord, "the order's services", (query) => ({
			path: `${path}/service`,
			query,
		}));
		return { ...order.data, services: services.filter((service) => service.name !== "") };
	}

	async getCustomer(externalId: string): Promise<ShopCustomer> {
		const path = `/customer/${encodeURIComponent(externalId)}`;
		return (await this.#call({ path, schema: envelope(customerRecord), what: "the customer" })).data;
	}

	async getVehicle(externalId: string): Promise<ShopVehicle> {
		const path = `/vehicle/${encodeURIComponent(externalId)}`;
		return (await this.#call({ path, schema: envelope(vehicleRecord), what: "the vehicle" })).data;
	}

	async listServices(externalLocationId: string): Promise<ShopService[]> {
		const locations = await this.listLocations();
		const location = locations.find((place) => place.externalId === externalLocationId);
		if (!location) throw new ShopError("not-found", "The shop system does not have the location");
		const rows = await this.#pages(serviceRow, "the services", (query) => ({
			path: "/canned_service",
			query: { ...query, locationId: externalLocationId },
		}));
		return rows
			.filter((row) => row.deleted !== true && Boolean(row.name?.trim()))
			.filter((row) => row.locationId == null || row.locationId === externalLocationId)
			.map((row) => serviceRecord(row, externalLocationId, location.currency));
	}

	async listLocations(): Promise<ShopLocation[]> {
		return this.#pages(locationRecord, "the locations", (query) => ({ path: "/location", query }));
	}

	async listAppointments(query: { externalLocationId: string; from: Date; to: Date }): Promise<ShopAppointment[]> {
		const where = { startDate: { lte: query.to.toISOString() }, endDate: { gte: query.from.toISOString() } };
		const found = await this.#pages(appointmentRecord, "the appointments", ({ limit, skip }) => ({
			method: "POST",
			path: "/appointment/search",
			body: { where, orderBy: { startDate: "asc" }, limit: Number(limit), skip: Number(skip) },
		}));
		return found
			.filter((visit) => visit.externalLocationId === null || visit.externalLocationId === query.externalLocationId)
			.filter((visit) => visit.startsAt < query.to && visit.endsAt > query.from)
			.sort((left, right) => left.startsAt.getTime() - right.startsAt.getTime());
	}

	/** No idempotency key is documented: the day is searched first for the correlation, which note and metadata carry. */
	async createAppointment(input: NewShopAppointment): Promise<ShopAppointment> {
		const day = 86_400_000;
		const from = new Date(input.startsAt.getTime() - day);
		const to = new Date(input.endsAt.getTime() + day);
		const { externalLocationId } = input;
		const near = await this.listAppointments({ externalLocationId, from, to });
		const mine = near.find((visit) => visit.correlation === input.correlation && !visit.cancelled);
		if (mine) return mine;
		const body = {
			locationId: externalLocationId,
			name: input.title,
			note: markedNote(input.note, input.correlation),
			startDate: input.startsAt.toISOString(),
			endDate: input.endsAt.toISOString(),
			allDay: false,
			color: "blue",
			...(input.externalOrderId && { orderId: input.externalOrderId }),
			...(input.externalCustomerId && { customerId: input.externalCustomerId }),
			...(input.externalVehicleId && { vehicleId: input.externalVehicleId }),
			// Perigee confirms and reminds; the shop must not write to the customer as well.
			sendConfirmation: false,
			sendReminder: false,
			useEmail: false,
			useSMS: false,
			metadata: { perigee: input.correlation },
		};
		const schema = envelope(appointmentRecord);
		return (await this.#call({ method: "POST", path: "/appointment", body, schema, what: "the appointment" })).data;
	}

	/** A change of the note keeps the correlation mark, for which the appointment is read first. */
	async updateAppointment(externalId: string, change: ShopAppointmentChange): Promise<ShopAppointment> {
		const path = `/appointment/${encodeURIComponent(externalId)}`;
		const call = { path, schema: envelope(appointmentRecord), what: "the appointment" };
		const correlation = change.note === undefined ? null : (await this.#call(call)).data.correlation;
		const body = {
			...(change.title !== undefined && { name: change.title }),
			...(change.note !== undefined && { note: correlation ? markedNote(change.note, correlation) : change.note }),
			...(change.startsAt && { startDate: change.startsAt.toISOString() }),
			...(change.endsAt && { endDate: change.endsAt.toISOString() }),
		};
		return (await this.#call({ ...call, method: "PUT", body })).data;
	}

	async cancelAppointment(externalId: string, reason: string): Promise<void> {
		const path = `/appointment/${encodeURIComponent(externalId)}/cancel`;
		const body = { cancellationNote: reason.trim() || "Cancelled" };
		await this.#call({ method: "PATCH", path, body, schema: z.unknown(), what: "the appointment" });
	}

	#call<T>(call: ShopCall<T>): Promise<T> {
		return callShop(this.#connection, call);
	}

	async #pages<T>(
		row: z.ZodType<T>,
		what: string,
		call: (query: { limit: string; skip: string; orderby: string }) => Omit<ShopCall<unknown>, "schema" | "what">,
	): Promise<T[]> {
		const rows: T[] = [];
		for (let page = 0; page < MOST_PAGES; page += 1) {
			const query = { limit: String(PAGE), skip: String(rows.length), orderby: JSON.stringify({ id: "asc" }) };
			const answer = await this.#call({ ...call(query), schema: pageOf(row), what });
			rows.push(...answer.data);
			if (answer.data.length === 0 || !(answer.meta?.hasMore ?? answer.data.length >= PAGE)) return rows;
		}
		throw new ShopError("bad-answer", `The shop system's list of ${what.replace(/^the /, "")} does not end`);
	}
}

/** The tables of which something follows here. */
const EVENTS = ["order", "appointment", "customer", "vehicle"] as const;

const WebhookBody = z.object({
	operation: z.enum(["INSERT", "UPDATE", "DELETE"]),
	table: z.string(),
	data: z.looseObject({ id: z.string().min(1), locationId: z.string().nullish(), deleted: z.boolean().nullish() }),
});
