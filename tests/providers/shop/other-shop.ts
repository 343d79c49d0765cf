import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** A second made-up shop system with habits of its own: pages, decimal dollars, epoch seconds, nested answers. */

type Row = Record<string, unknown>;

export const OTHER_MAPPING = {
	auth: { header: "x-api-key", prefix: "" },
	currency: "EUR",
	units: { money: "units", duration: "hours", time: "seconds", mileage: "km" },
	webhook: {
		signatureHeader: "x-hub-signature",
		prefix: "sha512=",
		algorithm: "sha512",
		signed: "{timestamp}:{body}",
		timestampHeader: "x-hub-time",
		timestampUnit: "milliseconds",
		idHeader: "x-hub-delivery",
		toleranceSeconds: 60,
		event: "event.name",
		data: "event.record",
		orderEvents: ["job.created", "job.changed", "job.removed"],
		appointmentEvents: ["visit.created"],
		deletedEvents: ["job.removed"],
	},
	endpoints: {
		listOrders: { path: "/jobs?since={since}&page={page}&size={limit}", at: "result.jobs", more: "result.next" },
		getOrder: { path: "/jobs/{id}", at: "job" },
		getCustomer: { path: "/people/{id}" },
		getVehicle: { path: "/cars/{id}" },
		listServices: { path: "/branches/{location}/menu", at: "items" },
		listLocations: { path: "/branches", at: "branches" },
		listAppointments: {
			method: "POST",
			path: "/visits/find",
			body: { branch: "{location}", from: "{from}", to: "{to}", skip: "{skip}", take: "{limit}" },
			at: "visits",
		},
		createAppointment: {
			method: "POST",
			path: "/branches/{location}/visits",
			body: {
				visit: {
					what: "{title}",
					text: "{note}",
					begin: "{startsAt}",
					end: "{endsAt}",
					ref: "perigee:{correlation}",
					job: "{order}",
				},
			},
		},
		updateAppointment: {
			method: "PATCH",
			path: "/visits/{id}",
			body: { visit: { what: "{title}", text: "{note}", begin: "{startsAt}", end: "{endsAt}" } },
		},
		cancelAppointment: { method: "DELETE", path: "/visits/{id}?why={reason}" },
	},
	records: {
		location: { id: "code", name: "label", city: "place.city", currency: "money" },
		customer: {
			id: "id",
			firstName: "given",
			lastName: "family",
			email: ["mail.work", "mail.home"],
			phone: "phone",
			mayText: "sms",
		},
		vehicle: { id: "id", year: "built", make: "brand", model: "type", mileage: "distance" },
		service: { id: "sku", name: "name", price: "price", duration: "hours" },
		order: {
			id: "id",
			location: "branch",
			status: "state",
			total: "sum",
			services: "lines",
			serviceName: "what",
			customer: "person.id",
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
			correlation: "ref_id",
		},
	},
};

export async function startOtherShop(jobs: Row[]) {
	const visits: Row[] = [];
	const bodies: unknown[] = [];
	const server = createServer(async (request, response) => {
		let text = "";
		for await (const chunk of request) text += chunk;
		const url = new URL(request.url!, "http://other");
		const body = text ? JSON.parse(text) : null;
		if (body) bodies.push(body);
		const allowed = request.headers["x-api-key"] === "other-key";
		const answer = allowed ? answerOther({ jobs, visits }, request.method!, url, body) : null;
		response.writeHead(allowed ? (answer ? 200 : 404) : 401).end(JSON.stringify(answer));
	});
	await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/2`;
	return { url, visits, bodies, stop: () => new Promise((resolve) => server.close(resolve)) };
}

function answerOther(data: { jobs: Row[]; visits: Row[] }, method: string, url: URL, body: Row | null): unknown {
	const [kind, id, sub] = url.pathname.replace("/api/2/", "").split("/");
	if (kind === "jobs" && !id) {
		const size = Number(url.searchParams.get("size"));
		const from = (Number(url.searchParams.get("page")) - 1) * size;
		const found = data.jobs.filter((job) => Number(job.touched) >= Number(url.searchParams.get("since")));
		return { result: { jobs: found.slice(from, from + size), next: from + size < found.length ? "more" : null } };
	}
	if (kind === "jobs") return { job: data.jobs.find((job) => job.id === Number(id)) };
	if (kind === "people")
		return {
			id,
			given: "Ines",
			family: "Sommer",
			mail: { work: "", home: "ines@example.com" },
			phone: "+4930550100",
			sms: "true",
		};
	if (kind === "cars") return { id, built: "2019", brand: "Opel", type: "Astra", distance: "41000.5" };
	if (kind === "branches" && sub === "menu")
		return {
			items: [
				{ sku: 5, name: "Folie", price: "19.99", hours: 1.25 },
				{ sku: 6, name: "Rat", price: null },
			],
		};
	if (kind === "branches" && !sub)
		return {
			branches: [
				{ code: "N1", label: "Nord", place: { city: "Kiel" } },
				{ code: "S", label: "Süd", money: "CHF" },
			],
		};
	return answerVisit(data.visits, method, { kind: kind!, id: id ?? "" }, body);
}

function answerVisit(visits: Row[], method: string, path: { kind: string; id: string }, body: Row | null): unknown {
	if (path.kind === "visits" && path.id === "find") {
		const { skip, take } = body as { skip: number; take: number };
		return { visits: visits.slice(skip, skip + take) };
	}
	const sent = (body?.visit ?? {}) as Row;
	if (method === "POST") {
		const visit = {
			id: visits.length + 1,
			branch: path.id,
			state: "on",
			...sent,
			ref_id: String(sent.ref).replace("perigee:", ""),
		};
		visits.push(visit);
		return visit;
	}
	const visit = visits.find((candidate) => String(candidate.id) === path.id);
	if (visit) Object.assign(visit, method === "DELETE" ? { state: "off" } : sent);
	return visit;
}
