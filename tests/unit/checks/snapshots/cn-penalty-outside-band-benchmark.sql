-- always to 2021-07-15
SELECT
  "t0"."unit_id",
  "t0"."lead_officer_id" AS "officer_id",
  "t0"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t0"."first_decided_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  "t0"."fine" AS "measured",
  CASE
    WHEN COALESCE("t0"."fine" < "t0"."benchmark_minimum", FALSE)
    THEN "t0"."benchmark_minimum"
    ELSE COALESCE("t0"."benchmark_maximum", "t0"."benchmark_minimum")
  END AS "limit",
  CASE
    WHEN (
      (
        "t0"."fine" * 10000
      ) >= "t0"."benchmark_minimum"
    )
    AND (
      (
        "t0"."fine" * 10000
      ) <= "t0"."benchmark_maximum"
    )
    AND (
      "t0"."fine" < "t0"."benchmark_minimum"
    )
    THEN 'wan_as_yuan'
    WHEN (
      "t0"."fine" >= (
        COALESCE("t0"."benchmark_minimum", 1) * 10000
      )
    )
    AND (
      "t0"."fine" <= (
        "t0"."benchmark_maximum" * 10000
      )
    )
    AND (
      "t0"."fine" > "t0"."benchmark_maximum"
    )
    THEN 'yuan_as_wan'
    WHEN "t0"."fine" < "t0"."benchmark_minimum"
    THEN 'below'
    WHEN "t0"."fine" > "t0"."benchmark_maximum"
    THEN 'above'
    ELSE 'not_in_force'
  END AS "what",
  "t0"."first_decided_at" AS "from_at",
  CAST(NULL AS BIGINT) AS "to_at",
  "t0"."benchmark_id" AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM "rows" AS "t0"
WHERE
  "t0"."kind" IN ('penalty')
  AND "t0"."first_decided_day" < 18823
  AND "t0"."first_decided_at" IS NOT NULL
  AND "t0"."fine" IS NOT NULL
  AND (
    (
      "t0"."benchmark_minimum" IS NOT NULL
    )
    OR (
      "t0"."benchmark_maximum" IS NOT NULL
    )
  )
  AND (
    (
      "t0"."fine" < "t0"."benchmark_minimum"
    )
    OR (
      "t0"."fine" > "t0"."benchmark_maximum"
    )
    OR (
      (
        "t0"."first_decided_day" < "t0"."benchmark_from"
      )
      OR (
        "t0"."first_decided_day" >= "t0"."benchmark_until"
      )
    )
  )

-- 2021-07-15 to today
SELECT
  "t0"."unit_id",
  "t0"."lead_officer_id" AS "officer_id",
  "t0"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t0"."first_decided_at" AS "occurred_at",
  CAST(NULL AS INT) AS "due_day",
  "t0"."fine" AS "measured",
  CASE
    WHEN COALESCE("t0"."fine" < "t0"."benchmark_minimum", FALSE)
    THEN "t0"."benchmark_minimum"
    ELSE COALESCE("t0"."benchmark_maximum", "t0"."benchmark_minimum")
  END AS "limit",
  CASE
    WHEN (
      (
        "t0"."fine" * 10000
      ) >= "t0"."benchmark_minimum"
    )
    AND (
      (
        "t0"."fine" * 10000
      ) <= "t0"."benchmark_maximum"
    )
    AND (
      "t0"."fine" < "t0"."benchmark_minimum"
    )
    THEN 'wan_as_yuan'
    WHEN (
      "t0"."fine" >= (
        COALESCE("t0"."benchmark_minimum", 1) * 10000
      )
    )
    AND (
      "t0"."fine" <= (
        "t0"."benchmark_maximum" * 10000
      )
    )
    AND (
      "t0"."fine" > "t0"."benchmark_maximum"
    )
    THEN 'yuan_as_wan'
    WHEN "t0"."fine" < "t0"."benchmark_minimum"
    THEN 'below'
    WHEN "t0"."fine" > "t0"."benchmark_maximum"
    THEN 'above'
    ELSE 'not_in_force'
  END AS "what",
  "t0"."first_decided_at" AS "from_at",
  CAST(NULL AS BIGINT) AS "to_at",
  "t0"."benchmark_id" AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM "rows" AS "t0"
WHERE
  "t0"."kind" IN ('penalty')
  AND "t0"."first_decided_day" >= 18823
  AND "t0"."first_decided_at" IS NOT NULL
  AND "t0"."fine" IS NOT NULL
  AND (
    (
      "t0"."benchmark_minimum" IS NOT NULL
    )
    OR (
      "t0"."benchmark_maximum" IS NOT NULL
    )
  )
  AND (
    (
      "t0"."fine" < "t0"."benchmark_minimum"
    )
    OR (
      "t0"."fine" > "t0"."benchmark_maximum"
    )
    OR (
      (
        "t0"."first_decided_day" < "t0"."benchmark_from"
      )
      OR (
        "t0"."first_decided_day" >= "t0"."benchmark_until"
      )
    )
  )
