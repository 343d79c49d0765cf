/** What is known of where a fault happened. Ids only: nothing that a customer wrote or is called. */
export type FaultFacts = { requestId?: string; org?: string; member?: string; job?: string };

/** A request or a job that ran: `name` such as `GET /leads` or `leads.send-touch`, instants in epoch ms. */
export type Span = {
	name: string;
	kind: "server" | "consumer";
	startedAt: number;
	endedAt: number;
	failed: boolean;
	attributes: Record<string, string | number>;
};

/** Where faults and spans go. Neither call waits, throws or reaches the network by itself. */
export type Telemetry = {
	fault(error: Error, facts: FaultFacts): void;
	span(span: Span): void;
	/** Sends what is left. */
	close(): Promise<void>;
};

const NOWHERE: Telemetry = { fault: () => undefined, span: () => undefined, close: async () => undefined };
const HANDLE = Symbol.for("perigee.telemetry");
type Holder = { [HANDLE]?: Telemetry };

/** The process's telemetry; goes nowhere until something is set. */
export const telemetry = (): Telemetry => (globalThis as Holder)[HANDLE] ?? NOWHERE;

/** Sets the process's telemetry, at boot. */
export function setTelemetry(open: Telemetry): void {
	(globalThis as Holder)[HANDLE] = open;
}

const origins = new WeakMap<Error, FaultFacts>();

/** Remembers whose transaction an error came out of, for whoever reports it. The error itself stays as it is. */
export function noteFaultOrigin(error: unknown, facts: FaultFacts): void {
	if (error instanceof Error && !origins.has(error)) origins.set(error, facts);
}

/** What `noteFaultOrigin` remembered of an error. */
export function faultOrigin(error: Error): FaultFacts {
	return origins.get(error) ?? {};
}
