import { z } from "zod";

/** What an operator writes to connect a shop system that has a JSON API but no adapter of its own. */

const path = z
	.string()
	.max(200)
	.regex(/^[\w-]+(\.[\w-]+)*$/, "Names with dots between, such as customer.name");
/** A path into the record, or several of which the first that holds something counts. */
const field = z.union([path, z.array(path).min(1).max(5)]);
const urlPath = z.string().startsWith("/").max(500);

const read = z.strictObject({
	method: z.enum(["GET", "POST"]).default("GET"),
	/** Filled in: {id}, {location}, {since}, {from}, {to}, {limit}, {skip}, {page} (which begins at 1). */
	path: urlPath,
	/** A JSON body with the same names; a value that is one name only keeps its type. */
	body: z.json().optional(),
	/** Where the record or the list is in the answer; the whole answer without it. */
	at: path.optional(),
});
const list = read.extend({
	/** Where the answer says whether there is more; without it, a full page means more. */
	more: path.optional(),
});
const write = z.strictObject({
	method: z.enum(["POST", "PUT", "PATCH", "DELETE"]),
	path: urlPath,
	/** Filled in: {id}, {location}, {title}, {note}, {startsAt}, {endsAt}, {order}, {customer}, {vehicle}, {correlation}, {reason}. */
	body: z.json().optional(),
	at: path.optional(),
});

const header = z.string().regex(/^[A-Za-z0-9-]{1,100}$/);
const names = z.array(z.string().min(1).max(100)).max(50);

export const GenericMapping = z.strictObject({
	auth: z
		.strictObject({ header: header.default("authorization"), prefix: z.string().max(50).default("Bearer ") })
		.prefault({}),
	/** ISO 4217. */
	currency: z.string().length(3).default("USD"),
	units: z
		.strictObject({
			money: z.enum(["cents", "units"]).default("cents"),
			duration: z.enum(["minutes", "hours", "seconds"]).default("minutes"),
			time: z.enum(["iso", "seconds", "milliseconds"]).default("iso"),
			mileage: z.enum(["mi", "km"]).default("mi"),
		})
		.prefault({}),
	webhook: z.strictObject({
		signatureHeader: header,
		prefix: z.string().max(50).default(""),
		several: z.boolean().default(false),
		algorithm: z.enum(["sha256", "sha512"]).default("sha256"),
		encoding: z.enum(["hex", "base64"]).default("hex"),
		signed: z.string().max(200).includes("{body}").default("{body}"),
		timestampHeader: header.nullable().default(null),
		timestampUnit: z.enum(["seconds", "milliseconds", "iso"]).default("seconds"),
		idHeader: header.nullable().default(null),
		toleranceSeconds: z.number().int().min(1).max(3600).default(300),
		/** Where the event's name is, and its record. */
		event: path,
		data: path.optional(),
		orderEvents: names.min(1),
		appointmentEvents: names.default([]),
		customerEvents: names.default([]),
		vehicleEvents: names.default([]),
		deletedEvents: names.default([]),
	}),
	endpoints: z.strictObject({
		listOrders: list.extend({
			/** Whether the list comes sorted by the last change, oldest first. */
			sorted: z.boolean().default(false),
		}),
		getOrder: read,
		getCustomer: read,
		getVehicle: read,
		listServices: list,
		listLocations: list,
		listAppointments: list,
		createAppointment: write,
		updateAppointment: write,
		cancelAppointment: write,
	}),
	records: z.strictObject({
		location: z.strictObject({
			id: field,
			name: field,
			timeZone: field.optional(),
			street: field.optional(),
			city: field.optional(),
			region: field.optional(),
			postalCode: field.optional(),
			country: field.optional(),
			phone: field.optional(),
			email: field.optional(),
			currency: field.optional(),
		}),
		customer: z.strictObject({
			id: field,
			firstName: field.optional(),
			lastName: field.optional(),
			company: field.optional(),
			email: field.optional(),
			phone: field.optional(),
			mayText: field.optional(),
			marketingOptIn: field.optional(),
			note: field.optional(),
			updatedAt: field.optional(),
		}),
		vehicle: z.strictObject({
			id: field,
			year: field.optional(),
			make: field.optional(),
			model: field.optional(),
			submodel: field.optional(),
			colour: field.optional(),
			plate: field.optional(),
			plateRegion: field.optional(),
			vin: field.optional(),
			mileage: field.optional(),
			updatedAt: field.optional(),
		}),
		service: z.strictObject({
			id: field,
			name: field,
			description: field.optional(),
			price: field.optional(),
			currency: field.optional(),
			duration: field.optional(),
			bookable: field.optional(),
		}),
		order: z.strictObject({
			id: field,
			location: field,
			number: field.optional(),
			title: field.optional(),
			status: field,
			customer: field.optional(),
			vehicle: field.optional(),
			request: field.optional(),
			total: field.optional(),
			services: path.optional(),
			serviceName: path.optional(),
			deleted: field.optional(),
			createdAt: field,
			updatedAt: field.optional(),
		}),
		appointment: z.strictObject({
			id: field,
			location: field.optional(),
			title: field.optional(),
			note: field.optional(),
			startsAt: field,
			endsAt: field,
			/** The field, and which of its values mean cancelled. */
			status: field.optional(),
			cancelledStatuses: names.default([]),
			order: field.optional(),
			customer: field.optional(),
			vehicle: field.optional(),
			correlation: field,
			updatedAt: field.optional(),
		}),
	}),
});
export type GenericMapping = z.infer<typeof GenericMapping>;
export type MappedField = z.infer<typeof field>;
