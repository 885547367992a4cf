-- 2012-01-01 to today
SELECT
  "t1"."unit_id",
  "t1"."lead_officer_id" AS "officer_id",
  "t1"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  COALESCE("t1"."end_at", CAST("t1"."due_day" AS BIGINT) * 86400) AS "occurred_at",
  "t1"."due_day",
  CAST(CAST(FLOOR(
    (
      (
        COALESCE("t1"."end_at", CAST("t1"."end_day" AS BIGINT) * 86400) - "t1"."start_at"
      ) - CASE WHEN (
        "t1"."start_at" % 86400
      ) = 0 THEN 86400 ELSE 0 END
    ) / (
      3600
    )
  ) AS BIGINT) AS DECIMAL(18, 4)) AS "measured",
  CAST("t1"."limit_number" AS DECIMAL(18, 4)) AS "limit",
  'seizure_approved' AS "what",
  "t1"."start_at" AS "from_at",
  "t1"."end_at" AS "to_at",
  CAST(NULL AS TEXT) AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM (
  SELECT
    "t0"."case",
    "t0"."case_id",
    "t0"."complaint_id",
    "t0"."unit_id",
    "t0"."lead_officer_id",
    "t0"."first_seized_day" AS "start_day",
    "t0"."first_seized_at" AS "start_at",
    "t0"."first_seized_workday" AS "start_workday",
    "t0"."first_seizure_approved_at" AS "end_at",
    COALESCE("t0"."first_seizure_approved_day", 19904) AS "end_day",
    COALESCE("t0"."first_seizure_approved_workday", 1055359) AS "end_workday",
    24 AS "limit_number",
    CAST(CAST(FLOOR(
      (
        CASE
          WHEN (
            "t0"."first_seized_at" % 86400
          ) = 0
          THEN (
            "t0"."first_seized_at" + (
              CAST(24 AS BIGINT) * 3600
            ) + 86400
          ) - 1
          ELSE "t0"."first_seized_at" + (
            CAST(24 AS BIGINT) * 3600
          )
        END
      ) / (
        86400
      )
    ) AS BIGINT) AS INT) AS "due_day",
    0 AS "paused"
  FROM "rows" AS "t0"
  WHERE
    "t0"."count_seized" > 0
    AND "t0"."first_seized_day" >= 15340
    AND "t0"."first_seized_at" IS NOT NULL
    AND "t0"."first_seizure_approved_at" IS NOT NULL
    AND (
      (
        (
          COALESCE("t0"."first_seizure_approved_day", 19904) - "t0"."first_seized_day"
        ) * 24
      ) + 24
    ) > 24
) AS "t1"
WHERE
  CASE
    WHEN "t1"."end_at" IS NULL
    THEN "t1"."end_day" > "t1"."due_day"
    ELSE CASE
      WHEN (
        "t1"."start_at" % 86400
      ) = 0
      THEN (
        (
          COALESCE("t1"."end_at", CAST("t1"."end_day" AS BIGINT) * 86400) - "t1"."start_at"
        ) - CASE WHEN (
          "t1"."start_at" % 86400
        ) = 0 THEN 86400 ELSE 0 END
      ) >= (
        CAST("t1"."limit_number" AS BIGINT) * 3600
      )
      ELSE (
        (
          COALESCE("t1"."end_at", CAST("t1"."end_day" AS BIGINT) * 86400) - "t1"."start_at"
        ) - CASE WHEN (
          "t1"."start_at" % 86400
        ) = 0 THEN 86400 ELSE 0 END
      ) > (
        CAST("t1"."limit_number" AS BIGINT) * 3600
      )
    END
  END
