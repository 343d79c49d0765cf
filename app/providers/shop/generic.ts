import { z } from "zod";
import { callShop, type ShopConnection } from "./client.ts";
import { at, type Filling, filledBody, filledPath, textAt } from "./generic-fields.ts";
import type { GenericMapping } from "./generic-mapping.ts";
import { appointmentOf, customerOf, locationOf, orderOf, serviceOf, vehicleOf } from "./generic-records.ts";
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
import { verifySignature } from "./signature.ts";

const PAGE = 100;
const MOST_PAGES = 30;

type Reading = GenericMapping["endpoints"]["listServices"];
type Writing = GenericMapping["endpoints"]["createAppointment"];

const OTHERS = ["appointment", "customer", "vehicle"] as const;

function eventOf(map: GenericMapping["webhook"], name: string): ShopEvent["event"] {
	return OTHERS.find((event) => map[`${event}Events`].includes(name)) ?? "other";
}

/** A shop system with a JSON API that is described by a mapping (generic-mapping.ts) instead of by code. */
export class GenericShop implements ShopSystem {
	readonly kind = "generic";
	readonly #connection: ShopConnection;
	readonly #secrets: string[];
	readonly #mapping: GenericMapping;

	constructor(connection: ShopConnection, secrets: string[], mapping: GenericMapping) {
		this.#connection = connection;
		this.#secrets = secrets;
		this.#mapping = mapping;
	}

	verifyWebhook(delivery: WebhookDelivery): WebhookVerdict {
		return verifySignature(this.#mapping.webhook, delivery, delivery.secrets ?? this.#secrets);
	}

	readWebhook(json: unknown): ShopEvent {
		const map = this.#mapping.webhook;
		const name = textAt(json, map.event);
		const data = map.data ? at(json, map.data) : json;
		if (name === null || typeof data !== "object" || data === null) {
			throw new ShopError("bad-answer", "The shop system's event could not be read");
		}
		const deleted = map.deletedEvents.includes(name);
		const { records } = this.#mapping;
		if (map.orderEvents.includes(name)) {
			const externalId = textAt(data, records.order.id);
			if (deleted && externalId) {
				return { event: "order", externalId, externalLocationId: textAt(data, records.order.location), deleted };
			}
			const order = orderOf(data, this.#mapping);
			const { externalLocationId } = order;
			return { event: "order", externalId: order.externalId, externalLocationId, deleted: order.deleted, order };
		}
		const event = eventOf(map, name);
		const own = event === "other" ? records.order : records[event];
		const externalId = textAt(data, own.id) ?? "unknown";
		const externalLocationId = "location" in own ? textAt(data, own.location) : null;
		if (event !== "appointment" || deleted) return { event, externalId, externalLocationId, deleted };
		return { event, externalId, externalLocationId, deleted, appointment: appointmentOf(data, this.#mapping) };
	}

	cursorAt(since: Date): string {
		return freshCursor(since);
	}

	async listOrdersSince(query: { cursor: string | null; locationIds?: string[]; limit: number }) {
		const endpoint = this.#mapping.endpoints.listOrders;
		const cursor = readCursor(query.cursor);
		const from = floorOf(cursor);
		const limit = Math.min(Math.max(1, Math.floor(query.limit)), PAGE);
		const filling = { since: this.#time(from), limit, skip: cursor.skip, page: Math.floor(cursor.skip / limit) + 1 };
		const { rows, more } = await this.#list(endpoint, filling, "the orders", limit);
		const page = rows.map((row) => orderOf(row, this.#mapping));
		const orders = page.filter((order) => {
			const here = !query.locationIds || query.locationIds.includes(order.externalLocationId);
			return here && order.updatedAt >= from;
		});
		return { orders, nextCursor: nextCursor(cursor, page, more, endpoint.sorted), more };
	}

	async getOrder(externalId: string): Promise<ShopOrder> {
		return orderOf(await this.#read("getOrder", { id: externalId }, "the order"), this.#mapping);
	}

	async getCustomer(externalId: string): Promise<ShopCustomer> {
		return customerOf(await this.#read("getCustomer", { id: externalId }, "the customer"), this.#mapping);
	}

	async getVehicle(externalId: string): Promise<ShopVehicle> {
		return vehicleOf(await this.#read("getVehicle", { id: externalId }, "the vehicle"), this.#mapping);
	}

	async listServices(externalLocationId: string): Promise<ShopService[]> {
		const rows = await this.#all("listServices", { location: externalLocationId }, "the services");
		return rows.map((row) => serviceOf(row, this.#mapping, externalLocationId));
	}

	async listLocations(): Promise<ShopLocation[]> {
		return (await this.#all("listLocations", {}, "the locations")).map((row) => locationOf(row, this.#mapping));
	}

	async listAppointments(query: { externalLocationId: string; from: Date; to: Date }): Promise<ShopAppointment[]> {
		const filling = { location: query.externalLocationId, from: this.#time(query.from), to: this.#time(query.to) };
		const rows = await this.#all("listAppointments", filling, "the appointments");
		return rows
			.map((row) => appointmentOf(row, this.#mapping))
			.filter((visit) => visit.externalLocationId === null || visit.externalLocationId === query.externalLocationId)
			.filter((visit) => visit.startsAt < query.to && visit.endsAt > query.from)
			.sort((left, right) => left.startsAt.getTime() - right.startsAt.getTime());
	}

	async createAppointment(input: NewShopAppointment): Promise<ShopAppointment> {
		const day = 86_400_000;
		const near = await this.listAppointments({
			externalLocationId: input.externalLocationId,
			from: new Date(input.startsAt.getTime() - day),
			to: new Date(input.endsAt.getTime() + day),
		});
		const mine = near.find((visit) => visit.correlation === input.correlation && !visit.cancelled);
		if (mine) return mine;
		const filling = {
			location: input.externalLocationId,
			correlation: input.correlation,
			order: input.externalOrderId,
			customer: input.externalCustomerId,
			vehicle: input.externalVehicleId,
			...this.#facts(input),
		};
		return appointmentOf(await this.#write("createAppointment", filling), this.#mapping);
	}

	/** Sends what changes only: the rest of the body's template is left out. */
	async updateAppointment(externalId: string, change: ShopAppointmentChange): Promise<ShopAppointment> {
		return appointmentOf(
			await this.#write("updateAppointment", { id: externalId, ...this.#facts(change) }),
			this.#mapping,
		);
	}

	async cancelAppointment(externalId: string, reason: string): Promise<void> {
		await this.#write("cancelAppointment", { id: externalId, reason: reason.trim() || "Cancelled" });
	}

	#facts(change: ShopAppointmentChange): Filling {
		return {
			...(change.title !== undefined && { title: change.title }),
			...(change.note !== undefined && { note: change.note }),
			...(change.startsAt && { startsAt: this.#time(change.startsAt) }),
			...(change.endsAt && { endsAt: this.#time(change.endsAt) }),
		};
	}

	#time(instant: Date): string | number {
		const unit = this.#mapping.units.time;
		if (unit === "iso") return instant.toISOString();
		return unit === "seconds" ? Math.floor(instant.getTime() / 1000) : instant.getTime();
	}

	async #read(name: "getOrder" | "getCustomer" | "getVehicle", filling: Filling, what: string): Promise<unknown> {
		return this.#ask(this.#mapping.endpoints[name], filling, what);
	}

	async #write(name: "createAppointment" | "updateAppointment" | "cancelAppointment", filling: Filling) {
		return this.#ask(this.#mapping.endpoints[name], filling, "the appointment");
	}

	async #all(name: "listServices" | "listLocations" | "listAppointments", filling: Filling, what: string) {
		const endpoint = this.#mapping.endpoints[name];
		const paged = /\{(skip|page)\}/.test(endpoint.path + JSON.stringify(endpoint.body ?? null));
		const all: unknown[] = [];
		for (let page = 1; page <= MOST_PAGES; page += 1) {
			const place = { limit: PAGE, skip: all.length, page };
			const { rows, more } = await this.#list(endpoint, { ...filling, ...place }, what, PAGE);
			all.push(...rows);
			if (!paged || !more) return all;
		}
		throw new ShopError("bad-answer", `The shop system's list of ${what.replace(/^the /, "")} does not end`);
	}

	async #list(endpoint: Reading, filling: Filling, what: string, limit: number) {
		const answer = await callShop(this.#connection, this.#callOf(endpoint, filling, what));
		const rows = endpoint.at ? at(answer, endpoint.at) : answer;
		if (!Array.isArray(rows)) throw new ShopError("bad-answer", `The shop system's answer about ${what} is not a list`);
		const told = endpoint.more ? at(answer, endpoint.more) : undefined;
		return { rows, more: rows.length > 0 && (told === undefined ? rows.length >= limit : Boolean(told)) };
	}

	async #ask(endpoint: Reading | Writing, filling: Filling, what: string): Promise<unknown> {
		const answer = await callShop(this.#connection, this.#callOf(endpoint, filling, what));
		return endpoint.at ? at(answer, endpoint.at) : answer;
	}

	#callOf(endpoint: Reading | Writing, filling: Filling, what: string) {
		const body = endpoint.body === undefined ? undefined : filledBody(endpoint.body, filling);
		return { method: endpoint.method, path: filledPath(endpoint.path, filling), body, schema: z.unknown(), what };
	}
}
