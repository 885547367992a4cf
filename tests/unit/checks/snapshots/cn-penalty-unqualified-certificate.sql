-- 2017-05-01 to 2021-07-15
SELECT
  "t0"."unit_id",
  CASE
    WHEN COALESCE(
      (
        "t0"."lead_officer_id" IS NOT NULL
      )
      AND COALESCE("t0"."lead_role" <> 'auxiliary', TRUE)
      AND (
        (
          "t0"."lead_certified_until" IS NULL
        )
        OR COALESCE("t0"."lead_certified_until" < "t0"."first_investigated_day", FALSE)
      ),
      FALSE
    )
    THEN "t0"."lead_officer_id"
    ELSE "t0"."second_officer_id"
  END AS "officer_id",
  "t0"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t0"."first_investigated_at" AS "occurred_at",
  CASE
    WHEN COALESCE(
      (
        "t0"."lead_officer_id" IS NOT NULL
      )
      AND COALESCE("t0"."lead_role" <> 'auxiliary', TRUE)
      AND (
        (
          "t0"."lead_certified_until" IS NULL
        )
        OR COALESCE("t0"."lead_certified_until" < "t0"."first_investigated_day", FALSE)
      ),
      FALSE
    )
    THEN "t0"."lead_certified_until"
    ELSE "t0"."second_certified_until"
  END AS "due_day",
  CAST(NULL AS DECIMAL(18, 4)) AS "measured",
  CAST(NULL AS DECIMAL(18, 4)) AS "limit",
  'certificate' AS "what",
  "t0"."first_investigated_at" AS "from_at",
  CAST(NULL AS BIGINT) AS "to_at",
  CASE
    WHEN COALESCE(
      (
        "t0"."lead_officer_id" IS NOT NULL
      )
      AND COALESCE("t0"."lead_role" <> 'auxiliary', TRUE)
      AND (
        (
          "t0"."lead_certified_until" IS NULL
        )
        OR COALESCE("t0"."lead_certified_until" < "t0"."first_investigated_day", FALSE)
      ),
      FALSE
    )
    AND COALESCE(
      (
        "t0"."second_officer_id" IS NOT NULL
      )
      AND COALESCE("t0"."second_role" <> 'auxiliary', TRUE)
      AND (
        (
          "t0"."second_certified_until" IS NULL
        )
        OR COALESCE("t0"."second_certified_until" < "t0"."first_investigated_day", FALSE)
      ),
      FALSE
    )
    THEN "t0"."second_officer_id"
    ELSE CAST(NULL AS TEXT)
  END AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM "rows" AS "t0"
WHERE
  "t0"."kind" IN ('penalty')
  AND "t0"."procedure" IN ('ordinary')
  AND "t0"."first_investigated_day" >= 17287
  AND "t0"."first_investigated_day" < 18823
  AND "t0"."first_investigated_at" IS NOT NULL
  AND (
    (
      "t0"."lead_officer_id" IS NOT NULL
    )
    OR (
      "t0"."second_officer_id" IS NOT NULL
    )
  )
  AND (
    (
      (
        "t0"."lead_officer_id" IS NOT NULL
      )
      AND COALESCE("t0"."lead_role" <> 'auxiliary', TRUE)
      AND (
        (
          "t0"."lead_certified_until" IS NULL
        )
        OR COALESCE("t0"."lead_certified_until" < "t0"."first_investigated_day", FALSE)
      )
    )
    OR (
      (
        "t0"."second_officer_id" IS NOT NULL
      )
      AND COALESCE("t0"."second_role" <> 'auxiliary', TRUE)
      AND (
        (
          "t0"."second_certified_until" IS NULL
        )
        OR COALESCE("t0"."second_certified_until" < "t0"."first_investigated_day", FALSE)
      )
    )
  )

-- 2021-07-15 to today
SELECT
  "t0"."unit_id",
  CASE
    WHEN COALESCE(
      (
        "t0"."lead_officer_id" IS NOT NULL
      )
      AND COALESCE("t0"."lead_role" <> 'auxiliary', TRUE)
      AND (
        (
          "t0"."lead_certified_until" IS NULL
        )
        OR COALESCE("t0"."lead_certified_until" < "t0"."first_investigated_day", FALSE)
      ),
      FALSE
    )
    THEN "t0"."lead_officer_id"
    ELSE "t0"."second_officer_id"
  END AS "officer_id",
  "t0"."case_id",
  CAST(NULL AS TEXT) AS "complaint_id",
  "t0"."first_investigated_at" AS "occurred_at",
  CASE
    WHEN COALESCE(
      (
        "t0"."lead_officer_id" IS NOT NULL
      )
      AND COALESCE("t0"."lead_role" <> 'auxiliary', TRUE)
      AND (
        (
          "t0"."lead_certified_until" IS NULL
        )
        OR COALESCE("t0"."lead_certified_until" < "t0"."first_investigated_day", FALSE)
      ),
      FALSE
    )
    THEN "t0"."lead_certified_until"
    ELSE "t0"."second_certified_until"
  END AS "due_day",
  CAST(NULL AS DECIMAL(18, 4)) AS "measured",
  CAST(NULL AS DECIMAL(18, 4)) AS "limit",
  'certificate' AS "what",
  "t0"."first_investigated_at" AS "from_at",
  CAST(NULL AS BIGINT) AS "to_at",
  CASE
    WHEN COALESCE(
      (
        "t0"."lead_officer_id" IS NOT NULL
      )
      AND COALESCE("t0"."lead_role" <> 'auxiliary', TRUE)
      AND (
        (
          "t0"."lead_certified_until" IS NULL
        )
        OR COALESCE("t0"."lead_certified_until" < "t0"."first_investigated_day", FALSE)
      ),
      FALSE
    )
    AND COALESCE(
      (
        "t0"."second_officer_id" IS NOT NULL
      )
      AND COALESCE("t0"."second_role" <> 'auxiliary', TRUE)
      AND (
        (
          "t0"."second_certified_until" IS NULL
        )
        OR COALESCE("t0"."second_certified_until" < "t0"."first_investigated_day", FALSE)
      ),
      FALSE
    )
    THEN "t0"."second_officer_id"
    ELSE CAST(NULL AS TEXT)
  END AS "related",
  CAST(NULL AS DECIMAL(18, 4)) AS "value"
FROM "rows" AS "t0"
WHERE
  "t0"."kind" IN ('penalty')
  AND "t0"."procedure" IN ('ordinary')
  AND "t0"."first_investigated_day" >= 18823
  AND "t0"."first_investigated_at" IS NOT NULL
  AND (
    (
      "t0"."lead_officer_id" IS NOT NULL
    )
    OR (
      "t0"."second_officer_id" IS NOT NULL
    )
  )
  AND (
    (
      (
        "t0"."lead_officer_id" IS NOT NULL
      )
      AND COALESCE("t0"."lead_role" <> 'auxiliary', TRUE)
      AND (
        (
          "t0"."lead_certified_until" IS NULL
        )
        OR COALESCE("t0"."lead_certified_until" < "t0"."first_investigated_day", FALSE)
      )
    )
    OR (
      (
        "t0"."second_officer_id" IS NOT NULL
      )
      AND COALESCE("t0"."second_role" <> 'auxiliary', TRUE)
      AND (
        (
          "t0"."second_certified_until" IS NULL
        )
        OR COALESCE("t0"."second_certified_until" < "t0"."first_investigated_day", FALSE)
      )
    )
  )
