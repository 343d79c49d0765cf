import { COMPANY_ID, type RawLocation, type RawService, standinId } from "./shop-catalogue.ts";

/** Makes up people, vehicles and orders in the shapes of Shopmonkey's Customer, Vehicle and Order. */

export type RawRecord = Record<string, unknown> & { id: string };
export type RawOrder = RawRecord & { locationId: string; customerId: string; vehicleId: string; updatedDate: string };
export type MadeOrder = { order: RawOrder; customer: RawRecord; vehicle: RawRecord; services: RawRecord[] };

/** The same seed makes the same person, vehicle and order; `number` is the shop's own order number. */
export function makeUpOrder(facts: {
	seed: number;
	number: number;
	location: RawLocation;
	catalogue: RawService[];
	now: Date;
	status?: "Estimate" | "RepairOrder" | "Invoice";
}): MadeOrder {
	const pick = picker(facts.seed);
	const at = facts.now.toISOString();
	const customer = makeCustomer(facts.seed, pick, facts.location, at);
	const vehicle = makeVehicle(facts.seed, pick, at);
	const canned = pick(facts.catalogue);
	const status = facts.status ?? "Estimate";
	const orderId = standinId("order", facts.seed);
	const services = [
		{ id: standinId("order-service", facts.seed), orderId, name: canned.name, totalCents: canned.totalCents },
	];
	const order: RawOrder = {
		id: orderId,
		publicId: standinId("order-public", facts.seed).slice(0, 12),
		companyId: COMPANY_ID,
		locationId: facts.location.id,
		customerId: customer.id,
		vehicleId: vehicle.id,
		number: String(facts.number),
		name: null,
		generatedName: canned.name,
		coalescedName: canned.name,
		generatedCustomerName: `${customer.firstName} ${customer.lastName}`,
		generatedVehicleName: `${vehicle.year} ${vehicle.make} ${vehicle.model}`,
		complaint: pick(REQUESTS).replace("{service}", String(canned.name).toLowerCase()),
		status,
		authorized: status !== "Estimate",
		invoiced: status === "Invoice",
		archived: false,
		deleted: false,
		deletedDate: null,
		workflowStatusId: standinId("workflow-status", status),
		totalCostCents: canned.totalCents,
		orderCreatedDate: at,
		createdDate: at,
		updatedDate: at,
	};
	return { order, customer, vehicle, services };
}

function makeCustomer(seed: number, pick: Picker, location: RawLocation, at: string): RawRecord {
	const firstName = pick(FIRST_NAMES);
	const lastName = pick(LAST_NAMES);
	const area = String(location.phone).slice(2, 5);
	const mail = `${firstName}.${lastName}.${seed}@example.com`.toLowerCase();
	return {
		id: standinId("customer", seed),
		companyId: COMPANY_ID,
		locationIds: [location.id],
		customerType: "Customer",
		firstName,
		lastName,
		companyName: null,
		emails: [{ id: standinId("email", seed), email: mail, primary: true }],
		phoneNumbers: [
			{
				id: standinId("phone", seed),
				number: `+1${area}55501${String(seed % 100).padStart(2, "0")}`,
				primary: true,
				optIn: true,
			},
		],
		marketingOptIn: seed % 4 !== 0,
		preferredContactMethod: seed % 3 === 0 ? "Email" : "SMS",
		note: "",
		deleted: false,
		createdDate: at,
		updatedDate: at,
	};
}

function makeVehicle(seed: number, pick: Picker, at: string): RawRecord {
	const [make, model] = pick(VEHICLES);
	return {
		id: standinId("vehicle", seed),
		companyId: COMPANY_ID,
		year: 2014 + (seed % 12),
		make,
		model,
		submodel: null,
		color: pick(["Black", "White", "Gray", "Blue", "Red", "Silver"]),
		licensePlate: `${"ABCDEFGHJKLMNPRSTUVWXYZ"[seed % 23]}DM${String(1000 + (seed % 9000))}`,
		licensePlateState: pick(["WI", "CO", "WA"]),
		vin: null,
		mileage: 8_000 + (seed % 90) * 1_000,
		mileageUnit: "Mi",
		note: "",
		createdDate: at,
		updatedDate: at,
	};
}

type Picker = <T>(list: readonly T[]) => T;

/** A small seeded generator (mulberry32): the demo must look the same each time it starts. */
function picker(seed: number): Picker {
	let state = (seed * 0x9e3779b1) >>> 0;
	return (list) => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		const unit = ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
		return list[Math.floor(unit * list.length)]!;
	};
}

const REQUESTS = [
	"Would like {service}. Can drop off in the morning.",
	"Asked for a price on {service}, prefers a weekday.",
	"Called about {service}. Wants to know how long it takes.",
	"Saw {service} on the website. Needs it before a trip.",
	"Wants {service}, and asks whether there is a waiting room.",
];
const FIRST_NAMES = [
	..."Ava Noah Mia Liam Zoe Owen Ruth Theo Nina Cole Iris Joel Lena Marc Tess Hugo Cara Dean Elsa Finn".split(" "),
];
const LAST_NAMES = [
	..."Brooks Keller Ortiz Nguyen Hale Romero Fischer Dunn Patel Sloan Varga Whitt Abbot Cruz Lindqvist".split(" "),
];
const VEHICLES: [string, string][] = [
	["Tesla", "Model 3"],
	["Tesla", "Model Y"],
	["Ford", "F-150"],
	["Ford", "Bronco"],
	["Toyota", "Camry"],
	["Toyota", "Tacoma"],
	["Honda", "Civic"],
	["BMW", "X5"],
	["Subaru", "Outback"],
	["Chevrolet", "Silverado 1500"],
	["Jeep", "Wrangler"],
	["Rivian", "R1T"],
];
