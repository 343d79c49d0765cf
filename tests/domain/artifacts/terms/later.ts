import { type Expected, paged } from "./expected.ts";

/** Contracts that were written after the rules. A few rules were mended for them since; the rest of what differs stays, as a sign of what strange contracts meet. */
export const LATER: Expected[] = [
	{
		name: "a franchise of coffee carts",
		pages: paged(`FRANCHISE AGREEMENT

between Copper Kettle Carts Limited, a company registered in England with number 09912231 (the "Franchisor") and Mr Joseph Adeyemi trading as Northside Coffee, of 8 Tower Street, York (the "Franchisee")

Dated: 7 January 2030

1. Grant. The Franchisor grants the Franchisee the right to trade under the Name within the Territory for five years from 1 February 2030.
2. Renewal. The Franchisee may renew this Agreement once, for a further five years, if it asks in writing no later than six months before the Agreement expires.
3. Fees. The Franchisee shall pay an initial fee of £12,500 on signing and, on the 5th of each month, a continuing fee of 6% of turnover.
4. The Franchisor may end this Agreement at once by notice if the Franchisee fails to pay within 14 days of a reminder.
5. Law: this Agreement is governed by the laws of England and Wales.
Signed by each of the parties.`),
		party: ["Copper Kettle Carts Limited (Franchisor)", "Mr Joseph Adeyemi trading as Northside Coffee (Franchisee)"],
		start: ["2030-02-01"],
		end: ["2035-01-31"],
		value: ["1250000 GBP"],
		renewal: ["not by itself"],
		notice: ["6 months"],
		law: ["England and Wales"],
		who: ["value Franchisee", "notice Franchisee"],
	},
	{
		name: "a data processing order of a university",
		pages: paged(`ORDER FOR SERVICES under Framework RM-6100

1. Buyer: University of Lowmoor, Kings Lane, Lowmoor
2. Supplier: Graphite Analytics Limited
3. Call-off start date: 1 August 2029
4. Call-off expiry date: 31 July 2031
5. Extension: the Buyer may extend for up to 12 months by giving 3 months' written notice before the expiry date. There is no automatic extension.
6. Charges: the maximum charges over the call-off period are £148,000 excluding VAT.
7. Indexation: none.
8. Invoicing: monthly in arrears; valid invoices are paid within 30 days of receipt.
9. Termination without reason: the Buyer gives the Supplier at least 90 days' notice.
10. Governing law: England and Wales.
Signed for the Buyer: ................ Signed for the Supplier: ................`),
		party: ["University of Lowmoor (Buyer)", "Graphite Analytics Limited (Supplier)"],
		start: ["2029-08-01"],
		end: ["2031-07-31"],
		value: ["14800000 GBP"],
		renewal: ["not by itself"],
		notice: ["90 days"],
		payment: ["30 days"],
		law: ["England and Wales"],
		who: ["notice Buyer"],
	},
	{
		name: "a loan of machines for a fee",
		pages: paged(`MACHINE RENTAL CONTRACT

Sierra Plant Hire, Inc. ("Owner") rents to Dos Rios Orchards LLC ("Renter") the machines listed below.

The rental period is twelve (12) months starting March 15, 2029. Rent is $3,400 a month, payable in advance; Renter pays a late fee of $50 a day after 5 days.

The rental period renews by itself for six more months, and again, unless Renter or Owner says otherwise in writing 30 days ahead of its end.

Owner may raise the rent by 4% at each renewal.

Renter insures the machines for at least $200,000. California law applies.

Signed: Owner ____________ Renter ____________`),
		party: ["Sierra Plant Hire, Inc. (Owner)", "Dos Rios Orchards LLC (Renter)"],
		start: ["2029-03-15"],
		end: ["2030-03-14"],
		value: ["340000 USD a month"],
		renewal: ["by itself, 6 months"],
		notice: ["30 days"],
		rise: ["4 %"],
		law: ["California"],
		who: ["rise Owner"],
	},
	{
		name: "a German licence of software",
		pages: paged(`SOFTWARELIZENZVERTRAG

Zwischen der Quellpunkt Software GmbH, Isarufer 3, 80331 München, nachstehend „Lizenzgeberin“ genannt,
und der Möbelhaus Tannert GmbH & Co. KG, Ringstraße 44, 01067 Dresden, nachstehend „Lizenznehmerin“ genannt,

wird Folgendes vereinbart:
1. Die Nutzung ist ab dem 1. Oktober 2029 auf unbestimmte Zeit gestattet.
2. Die Lizenznehmerin zahlt monatlich 780,00 EUR zuzüglich Umsatzsteuer. Der Betrag ist innerhalb von 10 Tagen nach Rechnungsstellung zu zahlen.
3. Jede Partei kann diesen Vertrag mit einer Frist von 3 Monaten zum Quartalsende kündigen.
4. Preiserhöhungen sind auf höchstens 5 % im Jahr begrenzt.
5. Es gilt das Recht der Bundesrepublik Deutschland.
Unterschriften`),
		party: ["Quellpunkt Software GmbH (Lizenzgeberin)", "Möbelhaus Tannert GmbH & Co. KG (Lizenznehmerin)"],
		start: ["2029-10-01"],
		value: ["78000 EUR a month"],
		notice: ["3 months"],
		rise: ["null %, cap 5"],
		payment: ["10 days"],
		law: ["Bundesrepublik Deutschland"],
		who: ["value Lizenznehmerin", "notice Either party"],
	},
	{
		name: "an event sponsorship that says no twice",
		pages: paged(`SPONSORSHIP AGREEMENT

This agreement is between Lakeside Jazz Society (the "Organiser") and Brightwater Bank plc (the "Sponsor") and takes effect on 20 February 2029.

The Sponsor will pay the Organiser €75,000 in total: €25,000 within 30 days of signature, €25,000 on 1 May 2029 and €25,000 on 1 July 2029. The fee is fixed and will not be increased.

The agreement covers the festival from 3 August 2029 to 5 August 2029 and ends on 31 August 2029. It is not renewed automatically; the Sponsor has the right of first refusal for the next festival until 30 November 2029.

The Organiser may cancel the festival for reasons of safety; the Sponsor may withdraw by 60 days' notice before the festival.

Irish law governs the agreement. Signed by both.`),
		party: ["Lakeside Jazz Society (Organiser)", "Brightwater Bank plc (Sponsor)"],
		start: ["2029-02-20"],
		end: ["2029-08-31"],
		value: ["7500000 EUR"],
		renewal: ["not by itself"],
		notice: ["60 days"],
		payment: ["30 days"],
		law: ["Irish"],
		who: ["value Sponsor", "payment Sponsor", "notice Sponsor"],
	},
];
