import { z } from "zod";

/**
 * What Perigee needs of a shop system (the software a shop writes its orders in), and the records it is told in.
 * Adapters translate; the product knows these words only. This file reaches no network: the domain may import it.
 */

export const SHOP_KINDS = ["shopmonkey", "generic"] as const;
export type ShopKind = (typeof SHOP_KINDS)[number];

/** What a member reads when choosing a kind. `baseUrl` is the vendor's own, where there is one. */
export const SHOP_KIND_FACTS: Record<ShopKind, { label: string; baseUrl: string | null; orderStatuses: string[] }> = {
	shopmonkey: {
		label: "Shopmonkey",
		baseUrl: "https://api.shopmonkey.cloud/v3",
		orderStatuses: ["Estimate", "RepairOrder", "Invoice"],
	},
	generic: { label: "Another system, by a mapping", baseUrl: null, orderStatuses: [] },
};

const id = z.string().min(1).max(200);
const words = z.string().max(10_000).nullable();
const cents = z.number().int().safe();

/** `currency` is ISO 4217; `timeZone` an IANA name, or null where the shop does not tell. */
export const ShopLocation = z.object({
	externalId: id,
	name: z.string().min(1).max(500),
	timeZone: z.string().nullable(),
	street: words,
	city: words,
	region: words,
	postalCode: words,
	country: words,
	phone: words,
	email: words,
	currency: z.string().length(3),
});
export type ShopLocation = z.infer<typeof ShopLocation>;

/** `phones` are as the shop wrote them, not normalized. `mayText` is null where the shop does not say. */
export const ShopCustomer = z.object({
	externalId: id,
	firstName: words,
	lastName: words,
	company: words,
	emails: z.array(z.object({ address: z.string().min(1), primary: z.boolean() })),
	phones: z.array(z.object({ number: z.string().min(1), primary: z.boolean(), mayText: z.boolean().nullable() })),
	marketingOptIn: z.boolean().nullable(),
	externalLocationIds: z.array(id),
	note: words,
	updatedAt: z.date().nullable(),
	deleted: z.boolean(),
});
export type ShopCustomer = z.infer<typeof ShopCustomer>;

export const ShopVehicle = z.object({
	externalId: id,
	year: z.number().int().min(1880).max(2200).nullable(),
	make: words,
	model: words,
	submodel: words,
	colour: words,
	plate: words,
	plateRegion: words,
	vin: words,
	mileage: z.number().nonnegative().nullable(),
	mileageUnit: z.enum(["mi", "km"]).nullable(),
	updatedAt: z.date().nullable(),
});
export type ShopVehicle = z.infer<typeof ShopVehicle>;

/** One entry of the catalogue. `priceCents` is before tax where the shop tells it apart; null means "ask". */
export const ShopService = z.object({
	externalId: id,
	externalLocationId: id,
	name: z.string().min(1).max(500),
	description: words,
	priceCents: cents.nonnegative().nullable(),
	currency: z.string().length(3),
	durationMinutes: z.number().int().positive().nullable(),
	bookable: z.boolean(),
});
export type ShopService = z.infer<typeof ShopService>;

/**
 * `status` is the shop's own word (see SHOP_KIND_FACTS); `statusId` its column or stage, when it has such.
 * `totalCents` is in the currency of the order's location. `services` is filled by `getOrder` only.
 */
export const ShopOrder = z.object({
	externalId: id,
	externalLocationId: id,
	number: words,
	title: words,
	status: z.string().min(1),
	statusId: z.string().nullable(),
	externalCustomerId: z.string().nullable(),
	externalVehicleId: z.string().nullable(),
	request: words,
	totalCents: cents.nullable(),
	services: z.array(z.object({ name: z.string(), totalCents: cents.nullable() })),
	archived: z.boolean(),
	deleted: z.boolean(),
	createdAt: z.date(),
	updatedAt: z.date(),
});
export type ShopOrder = z.infer<typeof ShopOrder>;

/** `correlation` is the note `createAppointment` left, so that what was booked here is known again. */
export const ShopAppointment = z.object({
	externalId: id,
	externalLocationId: z.string().nullable(),
	title: z.string(),
	note: words,
	startsAt: z.date(),
	endsAt: z.date(),
	allDay: z.boolean(),
	cancelled: z.boolean(),
	externalOrderId: z.string().nullable(),
	externalCustomerId: z.string().nullable(),
	externalVehicleId: z.string().nullable(),
	correlation: z.string().nullable(),
	updatedAt: z.date().nullable(),
});
export type ShopAppointment = z.infer<typeof ShopAppointment>;

/** What a webhook said. `order` and `appointment` are there when the delivery held them whole. */
export const ShopEvent = z.object({
	event: z.enum(["order", "appointment", "customer", "vehicle", "other"]),
	externalId: id,
	externalLocationId: z.string().nullable(),
	deleted: z.boolean(),
	order: ShopOrder.optional(),
	appointment: ShopAppointment.optional(),
});
export type ShopEvent = z.infer<typeof ShopEvent>;

/**
 * A booking to write to the shop. `correlation` names it (our appointment's id): called again with the same one for
 * the same day, the adapter answers the appointment that is there and makes no second. Ids and dashes, 64 at most.
 */
export const NewShopAppointment = z.object({
	externalLocationId: id,
	correlation: z.string().regex(/^[\w-]{1,64}$/),
	title: z.string().min(1).max(200),
	note: z.string().max(2000),
	startsAt: z.date(),
	endsAt: z.date(),
	externalOrderId: z.string().nullable(),
	externalCustomerId: z.string().nullable(),
	externalVehicleId: z.string().nullable(),
});
export type NewShopAppointment = z.infer<typeof NewShopAppointment>;
export type ShopAppointmentChange = Partial<Pick<NewShopAppointment, "title" | "note" | "startsAt" | "endsAt">>;

export type WebhookRefusal = "no-secret" | "missing-signature" | "missing-timestamp" | "stale" | "mismatch";

/** `deliveryId` is the sender's id of this delivery, signed where its scheme signs it. */
export type WebhookVerdict =
	| { ok: true; deliveryId?: string; timestamp?: Date }
	| { ok: false; reason: WebhookRefusal };

/** Header names in any case; a repeated header is joined with a comma or given as a list. */
export type WebhookHeaders = Headers | Record<string, string | string[] | undefined>;

export type WebhookDelivery = {
	headers: WebhookHeaders;
	/** The body's bytes as received: a re-serialized JSON has another signature. */
	rawBody: string | Uint8Array;
	now: Date;
	/** Current and former secrets while one is rotated; without it, the connection's own. */
	secrets?: string[];
};

/**
 * One shop's system. Calls go to the network (never inside a transaction) and throw `ShopError`, nothing else that a
 * shop could cause; what they return has passed the schemas above. `verifyWebhook` and `readWebhook` are local.
 */
export interface ShopSystem {
	readonly kind: ShopKind;
	verifyWebhook(delivery: WebhookDelivery): WebhookVerdict;
	/** Throws a `bad-answer` when the JSON is no event of this kind of shop. Verify first. */
	readWebhook(json: unknown): ShopEvent;
	/** The cursor that asks for what changed since an instant: where polling a new connection starts. */
	cursorAt(since: Date): string;
	/**
	 * Orders changed since the cursor, oldest change first. Orders may come twice (each new walk overlaps the last by
	 * two minutes): the caller keys by `externalId`. Keep `nextCursor` always; call again at once while `more`, with the
	 * same limit.
	 */
	listOrdersSince(query: { cursor: string | null; locationIds?: string[]; limit: number }): Promise<{
		orders: ShopOrder[];
		nextCursor: string;
		more: boolean;
	}>;
	getOrder(externalId: string): Promise<ShopOrder>;
	getCustomer(externalId: string): Promise<ShopCustomer>;
	getVehicle(externalId: string): Promise<ShopVehicle>;
	listServices(externalLocationId: string): Promise<ShopService[]>;
	listLocations(): Promise<ShopLocation[]>;
	/** Appointments that overlap [from, to), cancelled ones too, earliest first. */
	listAppointments(query: { externalLocationId: string; from: Date; to: Date }): Promise<ShopAppointment[]>;
	createAppointment(input: NewShopAppointment): Promise<ShopAppointment>;
	updateAppointment(externalId: string, change: ShopAppointmentChange): Promise<ShopAppointment>;
	/** Cancelling what is cancelled already is no error; what is gone is `not-found`. */
	cancelAppointment(externalId: string, reason: string): Promise<void>;
}

export type ShopErrorKind =
	| "unauthorized"
	| "rate-limited"
	| "unavailable"
	| "timeout"
	| "bad-answer"
	| "not-found"
	| "rejected";

/**
 * Why a call to a shop failed. The message is for a member to read. Worth trying again: rate-limited (after
 * `retryAfterMs`), unavailable, timeout. Not before somebody changes something: unauthorized, rejected, not-found.
 */
export class ShopError extends Error {
	override readonly name = "ShopError";
	readonly kind: ShopErrorKind;
	readonly retryAfterMs: number | null;

	constructor(kind: ShopErrorKind, message: string, more: { retryAfterMs?: number; cause?: unknown } = {}) {
		super(message, more.cause === undefined ? undefined : { cause: more.cause });
		this.kind = kind;
		this.retryAfterMs = more.retryAfterMs ?? null;
	}

	get worthRetrying(): boolean {
		return this.kind === "rate-limited" || this.kind === "unavailable" || this.kind === "timeout";
	}
}
