import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { makeLocations, makeServices, standinId } from "./shop-catalogue.ts";
import { type MadeOrder, makeUpOrder } from "./shop-customers.ts";
import type { ShopState } from "./shop-standin-api.ts";

/** What the stand-in knows: made up at first, kept in a file when it is given one. */

export type OrderWish = { seed?: number; locationId?: string; status?: "Estimate" | "RepairOrder" | "Invoice" };

/** Three locations, their services, and some orders of the last days; every fourth has a visit planned. */
export function firstState(orders: number, now: Date): ShopState {
	const locations = makeLocations();
	const services = locations.flatMap(makeServices);
	const empty = { customers: [], vehicles: [], orders: [], orderServices: [], appointments: [] };
	const state: ShopState = { locations, services, ...empty, nextNumber: 1001 };
	for (let index = 0; index < orders; index += 1) {
		const at = new Date(now.getTime() - (orders - index) * 5 * 3_600_000);
		const made = addOrder(state, { status: index % 4 === 3 ? "RepairOrder" : "Estimate" }, at);
		if (index % 4 === 3) addVisit(state, made, at, index);
	}
	return state;
}

/** Makes up an order, its customer and its vehicle, and keeps them. Throws for a seed that was used. */
export function addOrder(state: ShopState, wish: OrderWish, now: Date): MadeOrder {
	const number = state.nextNumber;
	const location = wish.locationId
		? state.locations.find((place) => place.id === wish.locationId)
		: state.locations[number % state.locations.length];
	if (!location) throw new Error(`the stand-in has no location ${wish.locationId}`);
	const catalogue = state.services.filter((service) => service.locationId === location.id);
	const made = makeUpOrder({ seed: wish.seed ?? number, number, location, catalogue, now, status: wish.status });
	if (state.orders.some((order) => order.id === made.order.id)) throw new Error("the stand-in made that order already");
	state.nextNumber += 1;
	state.customers.push(made.customer);
	state.vehicles.push(made.vehicle);
	state.orders.push(made.order);
	state.orderServices.push(...made.services);
	return made;
}

function addVisit(state: ShopState, made: MadeOrder, at: Date, index: number): void {
	const start = new Date(Math.ceil(at.getTime() / 86_400_000) * 86_400_000 + (3 + index) * 86_400_000 + 16 * 3_600_000);
	const times = { startDate: start.toISOString(), endDate: new Date(start.getTime() + 3 * 3_600_000).toISOString() };
	const links = { customerId: made.customer.id, vehicleId: made.vehicle.id, orderId: made.order.id };
	const stamps = { createdDate: at.toISOString(), updatedDate: at.toISOString() };
	const id = standinId("visit", index);
	const rest = { allDay: false, note: "", color: "blue", cancellationNote: null, metadata: null };
	state.appointments.push({
		id,
		name: made.order.coalescedName,
		locationId: made.order.locationId,
		...times,
		...links,
		...stamps,
		...rest,
	});
}

export function loadState(file: string | undefined): ShopState | null {
	return file && existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as ShopState) : null;
}

/** Written beside and renamed, so that a crash leaves the old file or the new one. */
export function saveState(file: string | undefined, state: ShopState): void {
	if (!file) return;
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(`${file}.new`, JSON.stringify(state));
	renameSync(`${file}.new`, file);
}
