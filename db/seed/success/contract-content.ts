type Terms = { startsOn: string; endsOn: string; arrCents: number };

/** The demo's contract, by pages and paragraphs: all made up. */
export function contractPages({ startsOn, endsOn, arrCents }: Terms): string[][] {
	const fee = (arrCents / 100).toLocaleString("en-US", { style: "currency", currency: "USD" });
	return [
		[
			"CARE AGREEMENT",
			`This Care Agreement is made between Northlight Auto Styling LLC, a Colorado limited liability company of 210 Harbor Way, Denver (the "Provider"), and Summit Auto Group, Inc., a Colorado corporation of 88 Motor Row, Denver (the "Customer").`,
			`1. Services. The Provider prepares the cars that the Customer hands over and those that stand in its showrooms: film, polish and lettering, at the Customer's three dealerships.`,
			`2. Term. This agreement begins on ${words(startsOn)} and ends on ${words(endsOn)}. It renews automatically for periods of twelve (12) months unless either party gives the other written notice of at least sixty (60) days before the end of the term.`,
			`3. Fees. The Customer shall pay the Provider an annual fee of ${fee}, invoiced each quarter. The Customer shall pay each invoice within thirty (30) days of receipt.`,
		],
		[
			`4. Changes of fees. The Provider may increase the annual fee at each renewal by the change in the Consumer Price Index, but by not more than 4% in a year.`,
			`5. Warranty. The Provider makes good at its own cost what fades or peels within two years.`,
			`6. Termination. The Customer may terminate this agreement for convenience at any time, and then pays for the cars that are begun.`,
			`7. Parity. The Provider shall offer the Customer prices no less favorable than those of any other dealer in Denver.`,
			`8. Law. This agreement is governed by the laws of the State of Colorado.`,
			`Signed for the Provider: Olive Marsh. Signed for the Customer: Curtis Bell.`,
		],
	];
}

/** A day as it stands in contracts: "2 December 2026". */
const words = (day: string) =>
	new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" }).format(
		new Date(`${day}T12:00:00Z`),
	);
