-- always to today
SELECT
  "t0"."unit_id",
  CAST(NULL AS TEXT) AS "officer_id",
  "t0"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t0"."effective_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  CAST(NULL AS DECIMAL(18, 4)) AS "measured",
  CAST(NULL AS DECIMAL(18, 4)) AS "limit",
  "t0"."result" AS "what",
  "t0"."effective_at" AS "from_at",
  CAST(NULL AS BIGINT) AS "to_at",
  "t0"."outcome_id" AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM "rows" AS "t0"
WHERE
  "t0"."effective_day" <= 19904
  AND "t0"."organ" IN ('court', 'reconsideration')
  AND "t0"."result" IN ('revoked', 'partly_revoked', 'changed', 'confirmed_illegal')
