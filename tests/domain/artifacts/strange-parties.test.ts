import { describe, expect, it } from "vitest";
import { strangeParties, strangersAmong, strangerWords } from "#app/domain/artifacts/contract/strange-parties.ts";

const OWN = "Perennial Software Ltd";
const among = (names: string[], account: string | null, own = OWN) => strangersAmong(names, { account, own });

describe("SUCCESS-7 whose contract a file is", () => {
	it.each([
		["Bluebird Clinics", "BLUEBIRD CLINICS, INC."],
		["Bluebird", "Bluebird Clinics Inc."],
		["Bluebird Clinics Holding", "Bluebird Clinics"],
		["Blue Bird Clinics", "Bluebird Clinics LLC"],
		["Müller & Söhne", "Mueller und Soehne GmbH & Co. KG"],
		["Café Royal", "Cafe Royal S.A."],
		["O'Hara Foods", "O’Hara Foods L.L.C."],
		["Großhandel Nord", "GROSSHANDEL NORD AG"],
		["ITS", "Inner Town Services Ltd"],
		["The Orchard Company", "Orchard"],
		["Fjord Systems", "Fjord Systems A/S"],
	])("SUCCESS-7 %s is %s", (account, party) => {
		expect(among([OWN, party], account)).toEqual([]);
	});

	it.each([
		["Orchard Foods", "Orchard Health Ltd"],
		["Mill", "Bluebird Clinics Inc."],
		["Ab", "Abacus Cable Ltd"],
		["GmbH Services", "Vale Gardens GmbH"],
	])("SUCCESS-7 %s is not %s", (account, party) => {
		expect(among([OWN, party], account)).toEqual([OWN, party]);
	});

	it("SUCCESS-7 nothing is said where no party was found, only our own name was, or there is no account", () => {
		expect(among([], "Mill")).toEqual([]);
		expect(among(["Perennial Software Limited"], "Mill")).toEqual([]);
		expect(among(["Orchard"], null)).toEqual([]);
		// A contract between two others is nobody's here.
		expect(among(["Orchard", "Barn"], "Mill")).toEqual(["Orchard", "Barn"]);
	});

	it("SUCCESS-7 looks at contracts that were read, whatever was kept of them", () => {
		const of = { account: "Mill", own: OWN };
		const party = { term: "party", value: { kind: "name", name: "Orchard", role: "" } };
		expect(
			strangeParties({ contractId: "c", findings: [party, { term: "law", value: { name: "Mill" } }] }, of),
		).toEqual(["Orchard"]);
		expect(strangeParties({ contractId: null, findings: [party] }, of)).toEqual([]);
		expect(strangeParties({ contractId: "c", findings: "none" }, of)).toEqual([]);
		expect(
			strangeParties({ contractId: "c", findings: [null, { term: "party" }, { term: "party", value: 3 }] }, of),
		).toEqual([]);
	});

	it("SUCCESS-7 says who they are", () => {
		expect(strangerWords(["X", "Y"], "Z")).toBe(
			"The parties in this contract are X and Y; the account is Z. Check that this is the right file.",
		);
		expect(strangerWords(["X"], "Z")).toBe(
			"The party found in this contract is X; the account is Z. Check that this is the right file.",
		);
	});
});
