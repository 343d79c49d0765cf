import { createHmac, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A shop system that is none of ours: a small JSON API of another shape (nested envelopes, decimal money, epoch
 * seconds, hours), behind a key header of its own, with webhooks signed by HMAC-SHA512 in hex over time and body.
 */

export type GenericRow = Record<string, unknown> & { id: string };
export type GenericData = {
	jobs: GenericRow[];
	people: GenericRow[];
	cars: GenericRow[];
	menu: GenericRow[];
	visits: GenericRow[];
};

export const GENERIC_KEY = "generic-key";
export const GENERIC_SECRET = "a-plain-secret-of-another-kind";

/** How the stand-in's API is described to the adapter: what an operator would write. */
export const GENERIC_MAPPING = {
	auth: { header: "x-garage-key", prefix: "" },
	currency: "EUR",
	units: { money: "units", duration: "hours", time: "seconds", mileage: "km" },
	webhook: {
		signatureHeader: "x-garage-proof",
		prefix: "sha512=",
		algorithm: "sha512",
		signed: "{timestamp}:{body}",
		timestampHeader: "x-garage-time",
		idHeader: "x-garage-delivery",
		event: "what",
		data: "about",
		orderEvents: ["job.saved", "job.removed"],
		appointmentEvents: ["visit.saved"],
		customerEvents: ["person.saved"],
		vehicleEvents: ["car.saved"],
		deletedEvents: ["job.removed"],
	},
	endpoints: {
		listOrders: { path: "/jobs?since={since}&skip={skip}&take={limit}", at: "found" },
		getOrder: { path: "/jobs/{id}", at: "found" },
		getCustomer: { path: "/people/{id}", at: "found" },
		getVehicle: { path: "/cars/{id}", at: "found" },
		listServices: { path: "/menu?branch={location}", at: "found" },
		listLocations: { path: "/branches", at: "found" },
		listAppointments: {
			method: "POST",
			path: "/visits/find",
			body: { branch: "{location}", from: "{from}", to: "{to}" },
			at: "found",
		},
		createAppointment: {
			method: "POST",
			path: "/visits",
			body: {
				branch: "{location}",
				what: "{title}",
				text: "{note}",
				begin: "{startsAt}",
				end: "{endsAt}",
				ref: "{correlation}",
				person: "{customer}",
				job: "{order}",
			},
			at: "found",
		},
		updateAppointment: {
			method: "PATCH",
			path: "/visits/{id}",
			body: { what: "{title}", text: "{note}", begin: "{startsAt}", end: "{endsAt}" },
			at: "found",
		},
		cancelAppointment: { method: "DELETE", path: "/visits/{id}?why={reason}" },
	},
	records: {
		location: { id: "code", name: "label", country: "land", currency: "money" },
		customer: {
			id: "id",
			firstName: "name.given",
			lastName: "name.family",
			email: ["mail.work", "mail.home"],
			phone: "phone",
			mayText: "sms",
			updatedAt: "touched",
		},
		vehicle: { id: "id", year: "built", make: "brand", model: "type", plate: "plate", updatedAt: "touched" },
		service: { id: "id", name: "name", price: "price", duration: "hours" },
		order: {
			id: "id",
			location: "branch",
			status: "state",
			total: "sum",
			services: "lines",
			serviceName: "what",
			customer: "person",
			vehicle: "car",
			createdAt: "made",
			updatedAt: "touched",
		},
		appointment: {
			id: "id",
			location: "branch",
			title: "what",
			note: "text",
			startsAt: "begin",
			endsAt: "end",
			status: "state",
			cancelledStatuses: ["off"],
			customer: "person",
			order: "job",
			correlation: "ref",
		},
	},
};

export const seconds = (at: Date | string | number) => Math.floor(new Date(at).getTime() / 1_000);

/** Starts it on 127.0.0.1, with one branch "K1" and what `data` holds. Answers 401 without its key. */
export async function startGenericShop(data: GenericData) {
	const server = createServer(async (request, response) => {
		const body = await bodyOf(request);
		const allowed = request.headers["x-garage-key"] === GENERIC_KEY;
		const found = allowed
			? answer(data, request.method ?? "GET", new URL(request.url ?? "/", "http://garage"), body)
			: undefined;
		const status = allowed ? (found === undefined ? 404 : 200) : 401;
		response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify({ found }));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
		stop: () => {
			server.closeAllConnections();
			return new Promise((resolve) => server.close(resolve));
		},
	};
}

/** Sends a webhook as the stand-in's system does; returns the answer's status. */
export async function tellGeneric(url: string, what: string, about: GenericRow, secret = GENERIC_SECRET) {
	const body = JSON.stringify({ what, about });
	const time = String(seconds(Date.now()));
	const proof = createHmac("sha512", secret).update(`${time}:${body}`).digest("hex");
	const headers = { "x-garage-time": time, "x-garage-proof": `sha512=${proof}`, "x-garage-delivery": randomUUID() };
	const response = await fetch(url, { method: "POST", headers, body });
	await response.arrayBuffer();
	return response.status;
}

async function bodyOf(request: IncomingMessage): Promise<Record<string, unknown>> {
	let text = "";
	for await (const chunk of request) text += chunk;
	return text ? JSON.parse(text) : {};
}

function answer(data: GenericData, method: string, url: URL, body: Record<string, unknown>): unknown {
	const [kind, id] = url.pathname.replace("/api/", "").split("/");
	if (kind === "branches") return [{ code: "K1", label: "Kiel", land: "DE" }];
	if (kind === "visits") return answerVisit(data.visits, method, id, body);
	if (kind === "menu") return url.searchParams.get("branch") === "K1" ? data.menu : [];
	const rows = kind === "jobs" ? data.jobs : kind === "people" ? data.people : data.cars;
	if (id) return rows.find((row) => row.id === id);
	const skip = Number(url.searchParams.get("skip"));
	const since = Number(url.searchParams.get("since"));
	return rows.filter((row) => Number(row.touched) >= since).slice(skip, skip + Number(url.searchParams.get("take")));
}

function answerVisit(visits: GenericRow[], method: string, id: string | undefined, body: Record<string, unknown>) {
	if (id === "find") {
		const { branch, from, to } = body;
		return visits.filter(
			(visit) => visit.branch === branch && Number(visit.begin) < Number(to) && Number(visit.end) > Number(from),
		);
	}
	if (method === "POST") {
		const visit = { ...body, id: `v${visits.length + 1}`, state: "on" };
		visits.push(visit);
		return visit;
	}
	const visit = visits.find((candidate) => candidate.id === id);
	return visit && Object.assign(visit, method === "DELETE" ? { state: "off" } : body);
}
