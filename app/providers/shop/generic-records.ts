import { readRecord } from "./client.ts";
import { at, centsAt, flagAt, instantAt, minutesAt, numberAt, textAt } from "./generic-fields.ts";
import type { GenericMapping } from "./generic-mapping.ts";
import { ShopAppointment, ShopCustomer, ShopLocation, ShopOrder, ShopService, ShopVehicle } from "./port.ts";

/** Records of a mapped shop, made into ours. Each throws a `bad-answer` when what our schema needs is not there. */

export function locationOf(json: unknown, mapping: GenericMapping): ShopLocation {
	const map = mapping.records.location;
	const record = {
		externalId: textAt(json, map.id),
		name: textAt(json, map.name)?.slice(0, 500),
		timeZone: textAt(json, map.timeZone),
		street: textAt(json, map.street),
		city: textAt(json, map.city),
		region: textAt(json, map.region),
		postalCode: textAt(json, map.postalCode),
		country: textAt(json, map.country),
		phone: textAt(json, map.phone),
		email: textAt(json, map.email),
		currency: textAt(json, map.currency) ?? mapping.currency,
	};
	return readRecord(ShopLocation, record, "a location");
}

export function customerOf(json: unknown, mapping: GenericMapping): ShopCustomer {
	const map = mapping.records.customer;
	const address = textAt(json, map.email);
	const number = textAt(json, map.phone);
	const record = {
		externalId: textAt(json, map.id),
		firstName: textAt(json, map.firstName),
		lastName: textAt(json, map.lastName),
		company: textAt(json, map.company),
		emails: address ? [{ address, primary: true }] : [],
		phones: number ? [{ number, primary: true, mayText: flagAt(json, map.mayText) }] : [],
		marketingOptIn: flagAt(json, map.marketingOptIn),
		externalLocationIds: [],
		note: textAt(json, map.note),
		updatedAt: instantAt(json, map.updatedAt, mapping.units.time),
		deleted: false,
	};
	return readRecord(ShopCustomer, record, "the customer");
}

export function vehicleOf(json: unknown, mapping: GenericMapping): ShopVehicle {
	const map = mapping.records.vehicle;
	const mileage = numberAt(json, map.mileage);
	const record = {
		externalId: textAt(json, map.id),
		year: numberAt(json, map.year),
		make: textAt(json, map.make),
		model: textAt(json, map.model),
		submodel: textAt(json, map.submodel),
		colour: textAt(json, map.colour),
		plate: textAt(json, map.plate),
		plateRegion: textAt(json, map.plateRegion),
		vin: textAt(json, map.vin),
		mileage,
		mileageUnit: mileage === null ? null : mapping.units.mileage,
		updatedAt: instantAt(json, map.updatedAt, mapping.units.time),
	};
	return readRecord(ShopVehicle, record, "the vehicle");
}

export function serviceOf(json: unknown, mapping: GenericMapping, externalLocationId: string): ShopService {
	const map = mapping.records.service;
	const record = {
		externalId: textAt(json, map.id),
		externalLocationId,
		name: textAt(json, map.name)?.slice(0, 500),
		description: textAt(json, map.description),
		priceCents: centsAt(json, map.price, mapping.units.money),
		currency: textAt(json, map.currency) ?? mapping.currency,
		durationMinutes: minutesAt(json, map.duration, mapping.units.duration),
		bookable: flagAt(json, map.bookable) ?? true,
	};
	return readRecord(ShopService, record, "a service");
}

export function orderOf(json: unknown, mapping: GenericMapping): ShopOrder {
	const map = mapping.records.order;
	const createdAt = instantAt(json, map.createdAt, mapping.units.time);
	const services = map.services ? at(json, map.services) : null;
	const record = {
		externalId: textAt(json, map.id),
		externalLocationId: textAt(json, map.location),
		number: textAt(json, map.number),
		title: textAt(json, map.title),
		status: textAt(json, map.status),
		statusId: null,
		externalCustomerId: textAt(json, map.customer),
		externalVehicleId: textAt(json, map.vehicle),
		request: textAt(json, map.request),
		totalCents: centsAt(json, map.total, mapping.units.money),
		services: (Array.isArray(services) ? services : []).flatMap((entry) => {
			const name = typeof entry === "string" ? entry : textAt(entry, map.serviceName ?? "name");
			return name ? [{ name, totalCents: null }] : [];
		}),
		archived: false,
		deleted: flagAt(json, map.deleted) ?? false,
		createdAt,
		updatedAt: instantAt(json, map.updatedAt, mapping.units.time) ?? createdAt,
	};
	return readRecord(ShopOrder, record, "an order");
}

export function appointmentOf(json: unknown, mapping: GenericMapping): ShopAppointment {
	const map = mapping.records.appointment;
	const status = textAt(json, map.status);
	const record = {
		externalId: textAt(json, map.id),
		externalLocationId: textAt(json, map.location),
		title: textAt(json, map.title) ?? "",
		note: textAt(json, map.note),
		startsAt: instantAt(json, map.startsAt, mapping.units.time),
		endsAt: instantAt(json, map.endsAt, mapping.units.time),
		allDay: false,
		cancelled: status !== null && map.cancelledStatuses.includes(status),
		externalOrderId: textAt(json, map.order),
		externalCustomerId: textAt(json, map.customer),
		externalVehicleId: textAt(json, map.vehicle),
		correlation: textAt(json, map.correlation),
		updatedAt: instantAt(json, map.updatedAt, mapping.units.time),
	};
	return readRecord(ShopAppointment, record, "an appointment");
}
