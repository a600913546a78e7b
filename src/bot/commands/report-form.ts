import { exportedWords, exportReport } from "../../core/reports/export-report.ts";
import { findReport, reports } from "../../core/reports/reports.ts";
import { asksForFile, deliveryField, sentAsFile } from "../delivery-field.ts";
import { selectField } from "../fields.ts";
import { firstPage, listingForm, textIn } from "../listing-form.ts";
import { reportListing } from "../report-listing.ts";

export const reportForm = listingForm({
  name: "report",
  title: "Reports",
  button: "Show",
  fields: (_ctx, { report = "users" }) => [
    selectField({
      id: "report",
      label: "Report",
      choices: reports.map(({ name, title, about }) => ({ value: name, text: title, description: about })),
      chosen: report,
    }),
    deliveryField(),
  ],
  async show(ctx, values) {
    const report = findReport(textIn(values, "report"));
    if (asksForFile(values)) return sentAsFile(exportedWords(await exportReport(ctx, report)));
    return firstPage(ctx, reportListing, [report.name]);
  },
});
