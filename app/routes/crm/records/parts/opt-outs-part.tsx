import { Section } from "#app/ui/frame/page.tsx";
import { Status } from "#app/ui/signs/badge.tsx";
import { Time } from "#app/ui/signs/time.tsx";
import type { RecordPageData } from "../record-page-data.ts";

const REASONS: Readonly<Record<string, string>> = {
	unsubscribed: "unsubscribed",
	stop: "wrote STOP",
	bounced: "the address bounced",
	complained: "complained of spam",
	member: "noted by a member",
};

const CHANNELS = [
	{ channel: "email", label: "Email", field: "email" },
	{ channel: "sms", label: "Texts", field: "phone" },
] as const;

/** In which channels a contact may be written to, and since when not (CRM-8). */
export function OptOutsPart({ shown: { record, related } }: { shown: RecordPageData }) {
	if (record.type !== "contact") return null;
	const known = CHANNELS.filter(({ field }) => record.values[field]);
	if (known.length === 0) return null;
	return (
		<Section title="May be written to">
			<dl className="facts">
				{known.map(({ channel, label }) => {
					const stop = related.optOuts.find((one) => one.channel === channel);
					return (
						<div className="tw:contents" key={channel}>
							<dt>{label}</dt>
							<dd>
								{stop ? (
									<>
										<Status tone="bad">No: {REASONS[stop.reason] ?? stop.reason}</Status> <Time at={stop.since} />
									</>
								) : (
									<Status tone="good">Yes</Status>
								)}
							</dd>
						</div>
					);
				})}
			</dl>
		</Section>
	);
}
