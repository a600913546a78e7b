export interface FieldError {
  field: string;
  label: string;
  sentence: string;
}

/** What has to be put right, at the top, each a link to its field. Takes the focus when the page opens. */
export function ErrorSummary({ lead, errors }: { lead: string; errors: FieldError[] }) {
  return (
    <div class="errors" role="alert" tabindex={-1} autofocus>
      <p>{lead}</p>
      {errors.length > 0 && (
        <ul>
          {errors.map(({ field, label, sentence }) => (
            <li>
              <a href={`#${field}`}>
                {label}: {sentence}
              </a>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
