import { COMPANY_ID, type RawLocation, type RawService, standinId } from "./shop-catalogue.ts";
import type { RawOrder, RawRecord } from "./shop-customers.ts";

/**
 * The answers of the stand-in: the part of Shopmonkey's API v3 that Perigee uses, shaped as shopmonkey.dev/resources
 * documents it, with the habits seen in the field: `limit` is clamped to 100, paging is by `skip`, sorting by a
 * lowercase `orderby` holding JSON, filters it does not know are ignored without a word.
 */

export type ShopState = {
	locations: RawLocation[];
	services: RawService[];
	customers: RawRecord[];
	vehicles: RawRecord[];
	orders: RawOrder[];
	orderServices: RawRecord[];
	appointments: RawRecord[];
	nextNumber: number;
};

export type ApiRequest = { method: string; path: string; query: URLSearchParams; body: unknown };
export type ApiAnswer = { status: number; body: unknown };

/** Answers one authorized request; changes `state` for the writes. `path` comes without its /v3. */
export function answerShop(state: ShopState, request: ApiRequest, now: Date): ApiAnswer {
	const [resource = "", id, sub] = request.path.split("/").filter(Boolean);
	if (resource === "appointment") return answerAppointment(state, request, now, id, sub);
	if (request.method !== "GET") return failure(404, "NOTF-404", "Not found");
	if (resource === "order" && id && sub === "service")
		return list(
			state.orderServices.filter((row) => row.orderId === id),
			request.query,
		);
	const rows = rowsOf(state, resource);
	if (!rows || sub) return failure(404, "NOTF-404", "Not found");
	return id ? one(rows, id) : list(rows, request.query);
}

export function failure(status: number, code: string, message: string): ApiAnswer {
	return { status, body: { success: false, code, message, documentation_url: "https://shopmonkey.dev/overview" } };
}

function rowsOf(state: ShopState, resource: string): RawRecord[] | undefined {
	const collections: Record<string, RawRecord[]> = {
		location: state.locations,
		canned_service: state.services,
		customer: state.customers,
		vehicle: state.vehicles,
		order: state.orders,
	};
	return collections[resource];
}

function one(rows: RawRecord[], id: string): ApiAnswer {
	const row = rows.find((candidate) => candidate.id === id);
	return row ? { status: 200, body: { success: true, data: row } } : failure(404, "NOTF-404", "Record not found");
}

function list(rows: RawRecord[], query: URLSearchParams): ApiAnswer {
	const where = parsed(query.get("where"));
	const orderby = parsed(query.get("orderby"));
	if (where === "bad" || orderby === "bad") return failure(400, "INVU-400", "Invalid Usage: Unable to parse the query");
	const locationId = query.get("locationId");
	const placed = locationId
		? rows.filter((row) => row.locationId === undefined || row.locationId === locationId)
		: rows;
	const limit = Number(query.get("limit") ?? 25);
	return page(placed, { where, orderBy: orderby, limit, skip: Number(query.get("skip") ?? 0) });
}

function page(
	rows: RawRecord[],
	wanted: { where: Filter | null; orderBy: Filter | null; limit: unknown; skip: unknown },
): ApiAnswer {
	if (typeof wanted.limit !== "number" || !(wanted.limit > 0))
		return failure(400, "INVU-400", "body/limit must be number");
	const limit = Math.min(100, wanted.limit);
	const skip = typeof wanted.skip === "number" && wanted.skip > 0 ? wanted.skip : 0;
	const kept = sorted(
		rows.filter((row) => matches(row, wanted.where)),
		wanted.orderBy,
	);
	const data = kept.slice(skip, skip + limit);
	return {
		status: 200,
		body: { success: true, data, meta: { total: kept.length, hasMore: skip + data.length < kept.length } },
	};
}

type Filter = Record<string, unknown>;

function parsed(text: string | null): Filter | null | "bad" {
	if (text === null) return null;
	try {
		const value: unknown = JSON.parse(text);
		return typeof value === "object" && value !== null ? (value as Filter) : "bad";
	} catch {
		return "bad";
	}
}

function matches(row: RawRecord, where: Filter | null): boolean {
	return Object.entries(where ?? {}).every(([field, condition]) => {
		if (typeof condition !== "object" || condition === null || !(field in row)) return true;
		const value = String(row[field]);
		const { gte, gt, lte, lt } = condition as Record<string, unknown>;
		const at = (bound: unknown) => new Date(String(bound)).getTime();
		const own = at(value);
		if (gte !== undefined && own < at(gte)) return false;
		if (gt !== undefined && own <= at(gt)) return false;
		if (lte !== undefined && own > at(lte)) return false;
		return lt === undefined || own < at(lt);
	});
}

function sorted(rows: RawRecord[], orderBy: Filter | null): RawRecord[] {
	const [field, direction] = Object.entries(orderBy ?? {})[0] ?? [];
	// Unsorted answers come in no useful order, so that a caller which forgets to sort is found out.
	if (field === undefined) return [...rows].sort((a, b) => (standinId("mix", a.id) < standinId("mix", b.id) ? -1 : 1));
	const sign = direction === "desc" ? -1 : 1;
	return [...rows].sort(
		(a, b) => sign * (String(a[field]) < String(b[field]) ? -1 : String(a[field]) > String(b[field]) ? 1 : 0),
	);
}

function answerAppointment(state: ShopState, request: ApiRequest, now: Date, id?: string, sub?: string): ApiAnswer {
	const body = (typeof request.body === "object" && request.body !== null ? request.body : {}) as Filter;
	if (request.method === "POST" && id === "search" && !sub) {
		const orderBy = (body.orderBy ?? null) as Filter | null;
		return page(state.appointments, {
			where: (body.where ?? null) as Filter | null,
			orderBy,
			limit: body.limit ?? 25,
			skip: body.skip,
		});
	}
	if (request.method === "POST" && !id) return createAppointment(state, body, now);
	if (request.method === "GET" && !id) return list(state.appointments, request.query);
	const row = state.appointments.find((candidate) => candidate.id === id);
	if (!row) return failure(404, "NOTF-404", "Appointment not found");
	if (request.method === "GET" && !sub) return { status: 200, body: { success: true, data: row } };
	if (request.method === "PUT" && !sub) return updateAppointment(row, body, now);
	if (request.method === "PATCH" && sub === "cancel") {
		Object.assign(row, { cancellationNote: body.cancellationNote ?? "Canceled", updatedDate: now.toISOString() });
		return { status: 200, body: { success: true, data: row } };
	}
	if (request.method === "DELETE" && !sub) {
		state.appointments.splice(state.appointments.indexOf(row), 1);
		return { status: 200, body: { success: true, data: row } };
	}
	return failure(404, "NOTF-404", "Not found");
}

function createAppointment(state: ShopState, body: Filter, now: Date): ApiAnswer {
	const problem = problemOf(body);
	if (problem) return failure(400, "VALD-400", problem);
	if (!state.locations.some((place) => place.id === body.locationId))
		return failure(400, "VALD-400", "body/locationId is not a location");
	const customer = state.customers.find((candidate) => candidate.id === body.customerId);
	if (body.customerId && !customer) return failure(400, "VALD-400", "body/customerId is not a customer");
	const at = now.toISOString();
	const row: RawRecord = {
		allDay: false,
		note: "",
		color: "blue",
		customerId: null,
		vehicleId: null,
		orderId: null,
		cancellationNote: null,
		confirmationStatus: "NoResponse",
		metadata: null,
		...body,
		id: standinId("appointment", `${state.appointments.length}:${at}:${body.startDate}`),
		companyId: COMPANY_ID,
		createdDate: at,
		updatedDate: at,
	};
	state.appointments.push(row);
	return { status: 200, body: { success: true, data: row } };
}

function updateAppointment(row: RawRecord, body: Filter, now: Date): ApiAnswer {
	const problem = problemOf({ ...row, ...body });
	if (problem) return failure(400, "VALD-400", problem);
	Object.assign(row, body, { id: row.id, updatedDate: now.toISOString() });
	return { status: 200, body: { success: true, data: row } };
}

function problemOf(body: Filter): string | null {
	for (const field of ["name", "startDate", "endDate", "locationId"]) {
		if (typeof body[field] !== "string" || body[field] === "") return `body must have required property '${field}'`;
	}
	const start = new Date(String(body.startDate)).getTime();
	const end = new Date(String(body.endDate)).getTime();
	if (Number.isNaN(start) || Number.isNaN(end)) return 'body/startDate must match format "date-time"';
	return end <= start ? "The end date must be after the start date" : null;
}
