import { z } from "zod";
import { readRecord } from "./client.ts";
import { ShopCustomer, ShopLocation, ShopOrder, ShopService, ShopVehicle } from "./port.ts";

/**
 * Shopmonkey's records, as shopmonkey.dev/schema/{Order,Customer,Vehicle,Appointment,Location,CannedService} names
 * their fields, turned into ours. Money is in cents there (fields end in `Cents`), labour in hours, dates are ISO
 * 8601. Only ids and dates are insisted on: the documentation calls fields required that answers leave null.
 */

export const optionalText = z.string().nullish();
export const date = z.string().transform((text, check) => {
	const instant = new Date(text);
	if (!Number.isNaN(instant.getTime())) return instant;
	check.addIssue("not a date");
	return z.NEVER;
});
const flag = z.boolean().nullish();
const cents = z.number().int().nullish();
const id = z.string().min(1);

const RawLocation = z.object({
	id,
	name: z.string(),
	timezone: optionalText,
	address1: optionalText,
	city: optionalText,
	state: optionalText,
	postalCode: optionalText,
	country: optionalText,
	phone: optionalText,
	email: optionalText,
});

/** No currency is documented; Shopmonkey's country list begins with US, CA and MX, and money follows the country. */
const CURRENCIES: Record<string, string> = { US: "USD", CA: "CAD", MX: "MXN" };

export const locationRecord = RawLocation.transform((raw) => ({
	externalId: raw.id,
	name: raw.name.trim().slice(0, 500),
	timeZone: filled(raw.timezone),
	street: filled(raw.address1),
	city: filled(raw.city),
	region: filled(raw.state),
	postalCode: filled(raw.postalCode),
	country: filled(raw.country),
	phone: filled(raw.phone),
	email: filled(raw.email),
	currency: CURRENCIES[raw.country ?? ""] ?? "USD",
})).pipe(ShopLocation);

const RawCustomer = z.object({
	id,
	firstName: optionalText,
	lastName: optionalText,
	companyName: optionalText,
	emails: z.array(z.object({ email: optionalText, primary: flag })).nullish(),
	phoneNumbers: z.array(z.object({ number: optionalText, primary: flag, optIn: flag })).nullish(),
	marketingOptIn: flag,
	locationIds: z.array(id).nullish(),
	note: optionalText,
	updatedDate: date.nullish(),
	deleted: flag,
});

/** Addresses and numbers are records of their own there; the customer's own email and phone fields stay empty. */
export const customerRecord = RawCustomer.transform((raw) => ({
	externalId: raw.id,
	firstName: filled(raw.firstName),
	lastName: filled(raw.lastName),
	company: filled(raw.companyName),
	emails: (raw.emails ?? []).flatMap((entry) =>
		filled(entry.email) ? [{ address: entry.email!.trim(), primary: entry.primary === true }] : [],
	),
	phones: (raw.phoneNumbers ?? []).flatMap((entry) =>
		filled(entry.number)
			? [{ number: entry.number!.trim(), primary: entry.primary === true, mayText: entry.optIn ?? null }]
			: [],
	),
	marketingOptIn: raw.marketingOptIn ?? null,
	externalLocationIds: raw.locationIds ?? [],
	note: filled(raw.note),
	updatedAt: raw.updatedDate ?? null,
	deleted: raw.deleted === true,
})).pipe(ShopCustomer);

const RawVehicle = z.object({
	id,
	year: z.number().int().nullish(),
	make: optionalText,
	model: optionalText,
	submodel: optionalText,
	color: optionalText,
	licensePlate: optionalText,
	licensePlateState: optionalText,
	vin: optionalText,
	mileage: z.number().nullish(),
	mileageUnit: optionalText,
	updatedDate: date.nullish(),
});

export const vehicleRecord = RawVehicle.transform((raw) => ({
	externalId: raw.id,
	year: raw.year ?? null,
	make: filled(raw.make),
	model: filled(raw.model),
	submodel: filled(raw.submodel),
	colour: filled(raw.color),
	plate: filled(raw.licensePlate),
	plateRegion: filled(raw.licensePlateState),
	vin: filled(raw.vin),
	mileage: raw.mileage ?? null,
	mileageUnit: raw.mileage == null ? null : mileageUnit(raw.mileageUnit),
	updatedAt: raw.updatedDate ?? null,
})).pipe(ShopVehicle);

const RawOrder = z.object({
	id,
	locationId: id,
	number: z.union([z.string(), z.number()]).nullish(),
	coalescedName: optionalText,
	generatedName: optionalText,
	name: optionalText,
	status: optionalText,
	authorized: flag,
	invoiced: flag,
	workflowStatusId: optionalText,
	customerId: optionalText,
	vehicleId: optionalText,
	complaint: optionalText,
	totalCostCents: cents,
	archived: flag,
	deleted: flag,
	createdDate: date,
	updatedDate: date.nullish(),
});

/** `status` is one of Estimate, RepairOrder, Invoice; where an answer lacks it, the flags that decide it are read. */
export const orderRecord = RawOrder.transform((raw) => ({
	externalId: raw.id,
	externalLocationId: raw.locationId,
	number: raw.number == null ? null : String(raw.number),
	title: filled(raw.name) ?? filled(raw.coalescedName) ?? filled(raw.generatedName),
	status: filled(raw.status) ?? (raw.invoiced ? "Invoice" : raw.authorized ? "RepairOrder" : "Estimate"),
	statusId: filled(raw.workflowStatusId),
	externalCustomerId: filled(raw.customerId),
	externalVehicleId: filled(raw.vehicleId),
	request: filled(raw.complaint),
	totalCents: raw.totalCostCents ?? null,
	services: [] as ShopOrder["services"],
	archived: raw.archived === true,
	deleted: raw.deleted === true,
	createdAt: raw.createdDate,
	updatedAt: raw.updatedDate ?? raw.createdDate,
})).pipe(ShopOrder);

export const orderServiceRecord = z
	.object({ name: optionalText, totalCents: cents })
	.transform((raw) => ({ name: raw.name?.trim() ?? "", totalCents: raw.totalCents ?? null }));

export const serviceRow = z.object({
	id,
	locationId: optionalText,
	name: optionalText,
	note: optionalText,
	bookable: flag,
	pricing: optionalText,
	fixedPriceCents: cents,
	totalCents: cents,
	deleted: flag,
	labors: z.array(z.object({ hours: z.number().nullish() })).nullish(),
});
export type RawService = z.infer<typeof serviceRow>;

/**
 * The price is `fixedPriceCents` ("the pre-tax cost of the service when pricing is FixedPrice"), else `totalCents`;
 * whether that holds tax is not documented. The duration is the sum of the labour hours: no other length of a canned
 * service is documented. A service without labour has none, and one without a price is to be asked for.
 */
export function serviceRecord(raw: RawService, externalLocationId: string, currency: string): ShopService {
	const price = raw.pricing === "FixedPrice" ? (raw.fixedPriceCents ?? raw.totalCents) : raw.totalCents;
	const hours = (raw.labors ?? []).reduce((sum, labor) => sum + (labor.hours ?? 0), 0);
	const record = {
		externalId: raw.id,
		externalLocationId,
		name: raw.name?.trim().slice(0, 500),
		description: filled(raw.note),
		priceCents: price != null && price > 0 ? price : null,
		currency,
		durationMinutes: hours > 0 ? Math.max(1, Math.round(hours * 60)) : null,
		bookable: raw.bookable === true,
	};
	return readRecord(ShopService, record, "a service");
}

/** Enum values are not documented; what begins like kilometres is kilometres, anything else miles. */
function mileageUnit(unit: string | null | undefined): "mi" | "km" {
	return unit?.toLowerCase().startsWith("k") ? "km" : "mi";
}

/** Empty texts are no texts; endless ones are cut, so that one of them cannot stop a whole list. */
export function filled(text: string | null | undefined): string | null {
	return text?.trim().slice(0, 10_000) || null;
}
