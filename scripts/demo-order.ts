import path from "node:path";
import { askSocket } from "./ask-socket.ts";
import { demoShopSocket } from "./demo/demo-shop.ts";

// `npm run demo:order`: lets the shop stand-in of a running demo place an order, as a shop's clerk would: a made-up
// customer, a vehicle, an estimate, and the signed webhook that tells Perigee of it.

type Placed = {
	customer: { firstName?: string; lastName?: string };
	vehicle: { year?: number; make?: string; model?: string };
	order: { number?: number | string; name?: string };
	delivery: { status: number | null; body: string } | null;
	/** Where the product listens that was told of the order; empty for the usual port of its protocol. */
	port: string;
};

const folder = process.env.DATA_DIR || ".data";
try {
	const { customer, vehicle, order, delivery, port } = (await askSocket(
		demoShopSocket(folder),
		"/order",
		{},
	)) as unknown as Placed;
	console.log(
		`The shop took an order of ${customer.firstName} ${customer.lastName}: order ${order.number}${order.name ? ` (${order.name})` : ""},`,
	);
	console.log(
		`${vehicle.year} ${vehicle.make} ${vehicle.model}. Its webhook was answered ${delivery?.status ?? "not at all"}.`,
	);
	const site = process.env.PUBLIC_URL ?? `http://localhost${port && `:${port}`}`;
	if (delivery?.status === 202) console.log(`The lead appears here: ${site.replace(/\/+$/, "")}/leads`);
	else process.exitCode = 1;
} catch (error) {
	const code = (error as NodeJS.ErrnoException).code;
	const away = code === "ENOENT" || code === "ECONNREFUSED";
	console.error(away ? sayAway() : (error as Error).message);
	process.exitCode = 1;
}

function sayAway(): string {
	return [
		`No demo is running with the data folder ${path.resolve(folder)}.`,
		"Start one there with: npm start",
		"If one runs with another folder, name it: DATA_DIR=/that/folder npm run demo:order",
		"A product that runs without its demo, on its own data or a DATABASE_URL, has no shop to place orders in.",
	].join("\n");
}
